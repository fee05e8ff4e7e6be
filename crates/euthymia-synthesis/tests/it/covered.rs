//! Which reference files are checked. A file that is not listed fails, and so does a listed file
//! that is gone; a file that cannot be checked would be listed apart with its reason, and none is.

use euthymia_testkit::reference::stems;

/// Every analysis, by file name. Not covered inside them, because it is not offered here: the variance rule HO of `normand1999_MD_pooled_sd`, which
/// the test forms itself so that the models are checked with it.
pub(crate) const METAFOR: [&str; 45] = [
    "bcg_OR",
    "bcg_RD",
    "bcg_RR",
    "edge_proportions_PFT",
    "edge_proportions_PLO",
    "edge_proportions_PR",
    "edge_two_by_two_OR",
    "edge_two_by_two_OR_drop00",
    "edge_two_by_two_RD",
    "edge_two_by_two_RD_drop00",
    "edge_two_by_two_RR",
    "edge_two_by_two_RR_drop00",
    "equal_variance_GEN",
    "esketamine_madrs_change_MD",
    "esketamine_madrs_change_SMD",
    "feng2019_PFT",
    "feng2019_PLO",
    "feng2019_PR",
    "hine1989_OR",
    "hine1989_RD",
    "hine1989_RR",
    "identical_estimates_GEN",
    "miller1978_PFT",
    "miller1978_PLO",
    "miller1978_PR",
    "nielweise2007_OR",
    "nielweise2007_OR_all",
    "nielweise2007_OR_drop00",
    "nielweise2007_OR_none",
    "nielweise2007_RD",
    "nielweise2007_RD_drop00",
    "nielweise2007_RR",
    "nielweise2007_RR_drop00",
    "normand1999_MD",
    "normand1999_MD_pooled_sd",
    "normand1999_SMD",
    "one_study_GEN",
    "pritz1997_PFT",
    "pritz1997_PLO",
    "pritz1997_PR",
    "tiny_means_MD",
    "tiny_means_SMD",
    "two_studies_GEN",
    "two_studies_truncated_GEN",
    "wide_variances_GEN",
];

/// The same for `reference/expected/metafor-5.1-12`; `EE_knha` and `ML_*` are compared in the pairwise
/// files.
pub(crate) const METAFOR_5: [&str; 10] = [
    "bcg_OR",
    "bcg_RD",
    "bcg_RR",
    "feng2019_PFT",
    "feng2019_PLO",
    "feng2019_PR",
    "hine1989_RD",
    "nielweise2007_OR",
    "normand1999_MD",
    "normand1999_SMD",
];

/// Every pairwise model of metafor 5.1-12, with the estimates it was fitted to, in the same folder.
pub(crate) const METAFOR_5_PAIRWISE: [&str; 28] = [
    "pairwise_assink2016_uni",
    "pairwise_bcg_AS",
    "pairwise_bcg_OR",
    "pairwise_bcg_PETO",
    "pairwise_bcg_RD",
    "pairwise_bcg_RR",
    "pairwise_feng2019_PAS",
    "pairwise_feng2019_PFT",
    "pairwise_feng2019_PLN",
    "pairwise_feng2019_PLO",
    "pairwise_feng2019_PR",
    "pairwise_furukawa2003_SMD",
    "pairwise_furukawa2003_SMD1",
    "pairwise_furukawa2003_SMDH",
    "pairwise_hackshaw1998",
    "pairwise_hine1989_RD",
    "pairwise_li2007_OR",
    "pairwise_linde2005_OR",
    "pairwise_linde2005_RD",
    "pairwise_linde2005_RR",
    "pairwise_mcdaniel1994_ZCOR",
    "pairwise_nielweise2007_OR",
    "pairwise_nielweise2008_IRR",
    "pairwise_normand1999_MD",
    "pairwise_normand1999_ROM",
    "pairwise_normand1999_SMD",
    "pairwise_raudenbush1985",
    "pairwise_steurer2006_HR",
];

/// Every `reference/expected/mpmath/pairwise_*.csv`.
pub(crate) const MPMATH: [&str; 9] = ["gen", "md", "or", "pft", "plo", "pr", "rd", "rr", "smd"];

#[test]
fn every_file_is_listed_and_every_listed_file_is_there() {
    assert_eq!(METAFOR.to_vec(), stems("expected/metafor", "json"));
    let metafor_5 = METAFOR_5.iter().chain(&METAFOR_5_PAIRWISE).copied();
    assert_eq!(
        metafor_5.collect::<Vec<_>>(),
        stems("expected/metafor-5.1-12", "json")
    );
    let mut pairwise = stems("expected/mpmath", "csv");
    pairwise.retain(|stem| stem.starts_with("pairwise_"));
    assert_eq!(
        MPMATH.map(|measure| format!("pairwise_{measure}")).to_vec(),
        pairwise
    );
}

/// Each published file and each by-hand page has the test file that it names.
#[test]
fn every_page_has_the_test_it_names() {
    let has = |of: &str, test: &str, page: &str| {
        let main = concat!(env!("CARGO_MANIFEST_DIR"), "/..").to_owned() + "/" + of;
        let listed = std::fs::read_to_string(main + "/tests/it/main.rs").unwrap();
        let module = format!("mod {test};");
        assert!(listed.contains(&module), "{page} names {test}.rs of {of}");
    };
    for page in stems("byhand", "md") {
        let text = euthymia_testkit::reference::text(&format!("byhand/{page}.md"));
        let (before, after) = text.split_once("tests/it/").unwrap();
        let test = after.split(".rs").next().unwrap();
        // A page of another crate names the crate before its test.
        let of = before
            .rsplit_once("`crates/")
            .map(|(_, of)| of.trim_end_matches('/'));
        has(of.unwrap_or("euthymia-synthesis"), test, &page);
    }
    for page in stems("published", "toml") {
        let parsed = euthymia_testkit::reference::toml(&format!("published/{page}.toml"));
        let named = parsed["rust_test"].as_str().unwrap();
        if let Some((_, file)) = named.split_once("euthymia-synthesis/tests/it/") {
            has("euthymia-synthesis", file.trim_end_matches(".rs"), &page);
        }
    }
}
