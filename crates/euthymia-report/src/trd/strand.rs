//! The lines of the report: a treatment in one form, so that unlike things are not averaged.

use euthymia_clinical::treatment::ReportGroup;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::arm::{Arm, Role};

/// Which figure a strand is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Ketamine and esketamine.
    Ketamine,
    /// Transcranial magnetic stimulation.
    Tms,
    /// Psychedelics.
    Psychedelic,
    /// Combinations and ECT.
    Other,
}

impl Family {
    /// All families in the order of the report.
    pub const ALL: [Self; 4] = [Self::Ketamine, Self::Tms, Self::Psychedelic, Self::Other];

    /// Finds a family by its identifier.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.id() == id)
    }

    /// Identifier in links and file names.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Ketamine => "ketamine",
            Self::Tms => "tms",
            Self::Psychedelic => "psychedelics",
            Self::Other => "other",
        }
    }

    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ketamine => "Ketamine and esketamine",
            Self::Tms => "Transcranial magnetic stimulation",
            Self::Psychedelic => "Psychedelics",
            Self::Other => "Combinations and ECT",
        }
    }
}

/// A treatment in one form.
#[derive(Clone, Copy, Debug)]
pub struct Strand {
    /// Identifier in links.
    pub id: &'static str,
    /// In words.
    pub name: &'static str,
    /// Its figure.
    pub family: Family,
    group: ReportGroup,
    form: fn(&Arm) -> bool,
}

impl Strand {
    /// True for a strand of doses below the usual ones.
    #[must_use]
    pub fn is_low_dose(&self) -> bool {
        self.id.ends_with("-low")
    }

    /// True for the arms of this strand that are under study or an active comparator.
    #[must_use]
    pub fn includes(&self, base: &EvidenceBase, arm: &Arm) -> bool {
        arm.role != Role::Control && base.group_of(arm) == self.group && (self.form)(arm)
    }
}

const fn strand(
    id: &'static str,
    name: &'static str,
    family: Family,
    group: ReportGroup,
    form: fn(&Arm) -> bool,
) -> Strand {
    Strand {
        id,
        name,
        family,
        group,
        form,
    }
}

fn any(_: &Arm) -> bool {
    true
}

fn single_session(arm: &Arm) -> bool {
    arm.sessions == Some(1)
}

fn course(arm: &Arm) -> bool {
    !single_session(arm)
}

/// The highest dose in mg per 70 kg, where it is given in a unit that allows it.
fn dose_mg_70kg(arm: &Arm) -> Option<f64> {
    let dose = arm.dose_high.or(arm.dose_low)?;
    match arm.dose_unit.as_deref()? {
        "mg" | "mg/70kg" => Some(dose),
        "mg/kg" => Some(dose * 70.0),
        _ => None,
    }
}

/// Below the lowest labelled adult dose of esketamine nasal spray, 56 mg.
fn esketamine_low(arm: &Arm) -> bool {
    dose_mg_70kg(arm).is_some_and(|dose| dose < 56.0)
}

fn esketamine_labelled(arm: &Arm) -> bool {
    !esketamine_low(arm)
}

/// Below the doses of 20 to 30 mg that trials of full doses use: the 10 mg arms.
fn psilocybin_low(arm: &Arm) -> bool {
    dose_mg_70kg(arm).is_some_and(|dose| dose < 15.0)
}

fn psilocybin_full(arm: &Arm) -> bool {
    !psilocybin_low(arm)
}

fn has(arm: &Arm, component: fn(&str) -> bool) -> bool {
    arm.components.iter().any(|name| component(name))
}

fn is_ketamine(component: &str) -> bool {
    component.starts_with("ketamine") || component.starts_with("esketamine")
}

fn tms_ketamine(arm: &Arm) -> bool {
    let is_tms = |name: &str| {
        ["rtms", "itbs", "tbs", "dtms", "saint", "tms"]
            .iter()
            .any(|tms| name.starts_with(tms))
    };
    has(arm, is_ketamine) && has(arm, is_tms)
}

fn ect_ketamine(arm: &Arm) -> bool {
    has(arm, is_ketamine) && has(arm, |name| name == "ect")
}

fn other_combination(arm: &Arm) -> bool {
    !tms_ketamine(arm) && !ect_ketamine(arm)
}

/// The strands in the order of the report.
pub const STRANDS: [Strand; 18] = [
    strand(
        "ketamine-iv-single",
        "Ketamine IV, one infusion",
        Family::Ketamine,
        ReportGroup::KetamineIv,
        single_session,
    ),
    strand(
        "ketamine-iv-course",
        "Ketamine IV, repeated infusions",
        Family::Ketamine,
        ReportGroup::KetamineIv,
        course,
    ),
    strand(
        "ketamine-other",
        "Ketamine, other routes",
        Family::Ketamine,
        ReportGroup::KetamineOther,
        any,
    ),
    strand(
        "esketamine-nasal",
        "Esketamine nasal, full dose",
        Family::Ketamine,
        ReportGroup::EsketamineIn,
        esketamine_labelled,
    ),
    strand(
        "esketamine-nasal-low",
        "Esketamine nasal, 14–28 mg",
        Family::Ketamine,
        ReportGroup::EsketamineIn,
        esketamine_low,
    ),
    strand(
        "esketamine-iv",
        "Esketamine IV",
        Family::Ketamine,
        ReportGroup::EsketamineIv,
        any,
    ),
    strand(
        "rtms-hf",
        "rTMS, high frequency",
        Family::Tms,
        ReportGroup::TmsHf,
        any,
    ),
    strand(
        "theta-burst",
        "Theta burst (iTBS)",
        Family::Tms,
        ReportGroup::TmsItbs,
        any,
    ),
    strand(
        "deep-tms",
        "Deep TMS (H coil)",
        Family::Tms,
        ReportGroup::TmsDeep,
        any,
    ),
    strand("saint", "SAINT", Family::Tms, ReportGroup::TmsSaint, any),
    strand(
        "tms-other",
        "TMS, other protocols",
        Family::Tms,
        ReportGroup::TmsOther,
        any,
    ),
    strand(
        "psilocybin-full",
        "Psilocybin, full dose",
        Family::Psychedelic,
        ReportGroup::Psilocybin,
        psilocybin_full,
    ),
    strand(
        "psilocybin-low",
        "Psilocybin, 10 mg",
        Family::Psychedelic,
        ReportGroup::Psilocybin,
        psilocybin_low,
    ),
    strand(
        "psychedelic-other",
        "Other psychedelics",
        Family::Psychedelic,
        ReportGroup::PsychedelicOther,
        any,
    ),
    strand(
        "tms-ketamine",
        "TMS with ketamine",
        Family::Other,
        ReportGroup::Combination,
        tms_ketamine,
    ),
    strand(
        "ect-ketamine",
        "ECT with ketamine",
        Family::Other,
        ReportGroup::Combination,
        ect_ketamine,
    ),
    strand(
        "combination-other",
        "Other combinations",
        Family::Other,
        ReportGroup::Combination,
        other_combination,
    ),
    strand(
        "ect",
        "ECT (reference)",
        Family::Other,
        ReportGroup::Ect,
        any,
    ),
];
