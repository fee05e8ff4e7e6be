//! Where the elements of registries go in a record.

/// A place in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// Title for the public.
    Public,
    /// Title of the protocol.
    Official,
    /// Number in this registry.
    Number,
    /// Another number, by this name where it is none of a trial.
    Secondary(&'static str),
    /// Date of first posting or registration.
    Date,
    /// The same in a less useful form, where it is all there is.
    LesserDate,
    OtherDate(&'static str),
    Sponsor,
    Summary,
    StudyType,
    /// Keywords, several in one text.
    Keywords,
    /// A heading of MeSH.
    Heading,
    Url,
}

/// Paths below `clinical_study` or `study`, in lower case.
pub(super) const CTGOV_XML: &[(&str, Slot)] = &[
    ("brief_title", Slot::Public),
    ("title", Slot::Public),
    ("official_title", Slot::Official),
    ("id_info/nct_id", Slot::Number),
    ("nct_id", Slot::Number),
    ("id_info/nct_alias", Slot::Secondary("nct_alias")),
    ("id_info/org_study_id", Slot::Secondary("org_study_id")),
    ("id_info/secondary_id", Slot::Secondary("secondary_id")),
    ("study_first_posted", Slot::Date),
    ("study_first_submitted", Slot::LesserDate),
    ("start_date", Slot::OtherDate("start")),
    ("completion_date", Slot::OtherDate("completion")),
    (
        "primary_completion_date",
        Slot::OtherDate("primary completion"),
    ),
    ("last_update_posted", Slot::OtherDate("updated")),
    ("results_first_posted", Slot::OtherDate("results")),
    ("sponsors/lead_sponsor/agency", Slot::Sponsor),
    ("brief_summary/textblock", Slot::Summary),
    ("study_type", Slot::StudyType),
    ("condition", Slot::Keywords),
    ("conditions/condition", Slot::Keywords),
    ("intervention/intervention_name", Slot::Keywords),
    ("interventions/intervention", Slot::Keywords),
    ("keyword", Slot::Keywords),
    ("condition_browse/mesh_term", Slot::Heading),
    ("intervention_browse/mesh_term", Slot::Heading),
    ("required_header/url", Slot::Url),
    ("url", Slot::Url),
];

/// Paths below `Trial`, in lower case.
pub(super) const ICTRP_XML: &[(&str, Slot)] = &[
    ("public_title", Slot::Public),
    ("main/public_title", Slot::Public),
    ("scientific_title", Slot::Official),
    ("main/scientific_title", Slot::Official),
    ("trialid", Slot::Number),
    ("main/trial_id", Slot::Number),
    ("secondary_id", Slot::Secondary("secondary_id")),
    ("secondary_ids", Slot::Secondary("secondary_id")),
    (
        "secondary_ids/secondary_id/sec_id",
        Slot::Secondary("secondary_id"),
    ),
    ("date_registration3", Slot::Date),
    ("date_registration", Slot::LesserDate),
    ("main/date_registration", Slot::Date),
    ("date_enrollement", Slot::OtherDate("enrolment")),
    ("main/date_enrolment", Slot::OtherDate("enrolment")),
    ("last_refreshed_on", Slot::OtherDate("refreshed")),
    ("primary_sponsor", Slot::Sponsor),
    ("main/primary_sponsor", Slot::Sponsor),
    ("study_type", Slot::StudyType),
    ("main/study_type", Slot::StudyType),
    ("condition", Slot::Keywords),
    ("intervention", Slot::Keywords),
    ("health_condition_code/hc_code", Slot::Keywords),
    ("main/hc_freetext", Slot::Keywords),
    ("main/i_freetext", Slot::Keywords),
    ("web_address", Slot::Url),
    ("main/url", Slot::Url),
];
