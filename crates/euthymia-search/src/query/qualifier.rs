//! Codes of the qualifiers (subheadings) of MeSH.

/// Names and codes, as the National Library of Medicine lists them.
const QUALIFIERS: [(&str, &str); 40] = [
    ("administration and dosage", "ad"),
    ("adverse effects", "ae"),
    ("analysis", "an"),
    ("blood", "bl"),
    ("chemistry", "ch"),
    ("classification", "cl"),
    ("complications", "co"),
    ("cerebrospinal fluid", "cf"),
    ("contraindications", "ct"),
    ("diagnosis", "di"),
    ("diagnostic imaging", "dg"),
    ("diet therapy", "dh"),
    ("drug effects", "de"),
    ("drug therapy", "dt"),
    ("economics", "ec"),
    ("epidemiology", "ep"),
    ("ethnology", "eh"),
    ("etiology", "et"),
    ("genetics", "ge"),
    ("history", "hi"),
    ("immunology", "im"),
    ("legislation and jurisprudence", "lj"),
    ("metabolism", "me"),
    ("methods", "mt"),
    ("mortality", "mo"),
    ("nursing", "nu"),
    ("pathology", "pa"),
    ("pharmacokinetics", "pk"),
    ("pharmacology", "pd"),
    ("physiology", "ph"),
    ("physiopathology", "pp"),
    ("poisoning", "po"),
    ("prevention and control", "pc"),
    ("psychology", "px"),
    ("radiotherapy", "rt"),
    ("rehabilitation", "rh"),
    ("surgery", "su"),
    ("therapeutic use", "tu"),
    ("therapy", "th"),
    ("toxicity", "to"),
];

/// The code of a qualifier's name.
pub(super) fn code(name: &str) -> Option<&'static str> {
    let name = name.replace('&', "and");
    let found = QUALIFIERS
        .iter()
        .find(|(long, _)| long.eq_ignore_ascii_case(&name));
    found.map(|(_, code)| *code)
}
