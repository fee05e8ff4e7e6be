//! Treatment classes and reporting groups.

use crate::vocabulary;

vocabulary! {
    /// The broad class of a treatment.
    TreatmentClass, "treatment class":
    /// Racemic ketamine by any route.
    Ketamine = "ketamine", "ketamine";
    /// Esketamine by any route.
    Esketamine = "esketamine", "esketamine";
    /// Transcranial magnetic stimulation in any form.
    Tms = "tms", "TMS";
    /// Psychedelics and related compounds.
    Psychedelic = "psychedelic", "psychedelics";
    /// Two or more of the modalities together.
    Combination = "combination", "combinations";
    /// Electroconvulsive therapy.
    Ect = "ect", "ECT";
    /// Conventional medication.
    Pharmacological = "pharmacological", "medication";
    /// Psychotherapy.
    Psychotherapy = "psychotherapy", "psychotherapy";
    /// Placebo, sham, active placebo, waiting list.
    Control = "control", "control";
}

vocabulary! {
    /// The groups in which a report shows treatments.
    ReportGroup, "report group":
    /// Intravenous racemic ketamine.
    KetamineIv = "ketamine_iv", "Ketamine, intravenous";
    /// Racemic ketamine by another route.
    KetamineOther = "ketamine_other", "Ketamine, other routes";
    /// Esketamine nasal spray.
    EsketamineIn = "esketamine_in", "Esketamine, nasal";
    /// Intravenous esketamine.
    EsketamineIv = "esketamine_iv", "Esketamine, intravenous";
    /// High-frequency left-sided rTMS.
    TmsHf = "tms_hf", "TMS: high-frequency rTMS";
    /// Intermittent theta-burst stimulation.
    TmsItbs = "tms_itbs", "TMS: theta burst (iTBS)";
    /// Deep TMS with H coils.
    TmsDeep = "tms_deep", "TMS: deep TMS (H coil)";
    /// The SAINT protocol.
    TmsSaint = "tms_saint", "TMS: SAINT";
    /// Other and mixed protocols.
    TmsOther = "tms_other", "TMS: other protocols";
    /// Psilocybin in full doses.
    Psilocybin = "psilocybin", "Psilocybin";
    /// Other psychedelics.
    PsychedelicOther = "psychedelic_other", "Other psychedelics";
    /// Combinations of modalities.
    Combination = "combination", "Combinations";
    /// Electroconvulsive therapy, as a reference.
    Ect = "ect", "ECT (reference)";
    /// Control conditions.
    Control = "control", "Control conditions";
    /// Everything else.
    Other = "other", "Other treatments";
}

vocabulary! {
    /// What kind of control a treatment is: on this choice the answer of a network can turn.
    ControlKind, "kind of control":
    /// A substance or procedure without the expected effect and without noticeable ones.
    InertPlacebo = "inert_placebo", "inert placebo";
    /// A substance whose noticeable effects are to hide who has the treatment.
    ActivePlacebo = "active_placebo", "active placebo";
    /// A dose of the treatment itself thought too low to work.
    LowDose = "low_dose", "low dose";
    /// A procedure that looks like the treatment.
    Sham = "sham", "sham";
    /// No treatment until the trial is over.
    WaitingList = "waiting_list", "waiting list";
}
