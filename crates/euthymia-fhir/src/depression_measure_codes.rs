//! The codes that the published test patients of CMS159 use, and one more for the PHQ-9M.
//!
//! These are *not* the value sets of the measure, which need an account with the Value Set Authority
//! Center and are much longer. Each list has the codes that occur in the test patients, under the
//! value set that their expected results and the meaning of the code put them in.

use crate::bundle::Coding;
use crate::depression_measure::CodeLists;

const SNOMED: &str = "http://snomed.info/sct";
const ICD10CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";
const LOINC: &str = "http://loinc.org";
const CPT: &str = "http://www.ama-assn.org/go/cpt";
/// The address of HCPCS in FHIR, and the older one; the test patients use both.
const HCPCS: &str = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
const HCPCS_OLDER: &str = "http://www.nlm.nih.gov/research/umls/hcpcs";

type List = &'static [(&'static str, &'static str)];

/// Value set "Contact or Office Visit", 2.16.840.1.113762.1.4.1080.5.
const VISIT: List = &[
    // Psychiatric diagnostic evaluation.
    (CPT, "90791"),
    // Annual wellness visit, initial.
    (HCPCS, "G0438"),
    (HCPCS_OLDER, "G0438"),
];

/// Value sets "Major Depression Including Remission", 2.16.840.113883.3.67.1.101.3.2444, and
/// "Dysthymia", 2.16.840.1.113883.3.67.1.101.1.254.
const DEPRESSION: List = &[
    // Major depressive disorder, single episode, unspecified.
    (ICD10CM, "F32.9"),
    // Severe recurrent major depression with psychotic features, mood-incongruent.
    (SNOMED, "15193003"),
    // Recurrent major depressive episodes, moderate.
    (SNOMED, "191611001"),
    // Recurrent major depression.
    (SNOMED, "268621008"),
    // Persistent depressive disorder (dysthymia).
    (SNOMED, "1153575004"),
];

/// Value set "PHQ 9 and PHQ 9M Tools", 2.16.840.1.113883.3.67.1.101.1.263.
const PHQ9: List = &[
    // Total of the PHQ-9.
    (LOINC, "44261-6"),
    // Total of the PHQ-9 modified for teens (https://loinc.org/89204-2); no test patient has it.
    (LOINC, "89204-2"),
];

/// Value set "Bipolar Disorder", 2.16.840.1.113883.3.67.1.101.1.128: severe mixed bipolar I disorder
/// with psychotic features.
const BIPOLAR: List = &[(SNOMED, "10981006")];

/// Value set "Personality Disorder Emotionally Labile", 2.16.840.1.113883.3.67.1.101.1.246:
/// emotionally unstable personality disorder.
const LABILE_PERSONALITY: List = &[(SNOMED, "191765005")];

/// Value set "Schizophrenia or Psychotic Disorder", 2.16.840.1.113883.3.464.1003.105.12.1104:
/// subchronic schizophrenia with acute exacerbations.
const PSYCHOTIC: List = &[(SNOMED, "111482003")];

/// Value set "Pervasive Developmental Disorder", 2.16.840.1.113883.3.464.1003.105.12.1152: atypical
/// autism.
const PERVASIVE_DEVELOPMENTAL: List = &[(SNOMED, "231536004")];

/// Value set "Encounter Inpatient", 2.16.840.1.113883.3.666.5.307: emergency hospital admission.
const INPATIENT: List = &[(SNOMED, "183452005")];

/// Codes that the measure names itself.
const DISCHARGE_TO_HOSPICE: List = &[
    // Discharge to home for hospice care.
    (SNOMED, "428361000124107"),
    // Discharge to healthcare facility for hospice care.
    (SNOMED, "428371000124100"),
];

/// Value set "Hospice Encounter", 2.16.840.1.113883.3.464.1003.1003: admission to hospice.
const HOSPICE_ENCOUNTER: List = &[(SNOMED, "305336008")];

/// Hospice care (Minimum Data Set), named by the measure itself.
const HOSPICE_ASSESSMENT: List = &[(LOINC, "45755-6")];

/// The answer yes, named by the measure itself.
const YES: List = &[(SNOMED, "373066001")];

/// Value set "Hospice Care Ambulatory", 2.16.840.1.113883.3.526.3.1584.
const HOSPICE_SERVICE: List = &[
    // Hospice care, ambulatory.
    (SNOMED, "385763009"),
    // Shared care of hospice and general practitioner.
    (SNOMED, "170936009"),
    // Physician supervision of a hospice patient.
    (HCPCS, "G0182"),
    (HCPCS_OLDER, "G0182"),
];

/// Value set "Hospice Diagnosis", 2.16.840.1.113883.3.464.1003.1165: full care by hospice.
const HOSPICE_DIAGNOSIS: List = &[(SNOMED, "170935008")];

/// FACIT-Pal questionnaire, named by the measure itself.
const PALLIATIVE_ASSESSMENT: List = &[(LOINC, "71007-9")];

/// Value set "Palliative Care Diagnosis", 2.16.840.1.113883.3.464.1003.1167: encounter for palliative
/// care.
const PALLIATIVE_DIAGNOSIS: List = &[(ICD10CM, "Z51.5")];

/// Value set "Palliative Care Encounter", 2.16.840.1.113883.3.464.1003.101.12.1090: admission by
/// palliative care physician.
const PALLIATIVE_ENCOUNTER: List = &[(SNOMED, "305284002")];

/// Value set "Palliative Care Intervention", 2.16.840.1.113883.3.464.1003.198.12.1135: specialist
/// palliative care treatment.
const PALLIATIVE_PROCEDURE: List = &[(SNOMED, "395669003")];

impl CodeLists {
    /// The codes of the published test patients, and the PHQ-9M. Too few for the records of a clinic:
    /// these need the full value sets.
    #[must_use]
    pub fn of_test_patients() -> Self {
        Self {
            visit: codes(VISIT),
            depression: codes(DEPRESSION),
            phq9_total: codes(PHQ9),
            bipolar: codes(BIPOLAR),
            labile_personality: codes(LABILE_PERSONALITY),
            psychotic: codes(PSYCHOTIC),
            pervasive_developmental: codes(PERVASIVE_DEVELOPMENTAL),
            inpatient: codes(INPATIENT),
            discharge_to_hospice: codes(DISCHARGE_TO_HOSPICE),
            hospice_encounter: codes(HOSPICE_ENCOUNTER),
            hospice_assessment: codes(HOSPICE_ASSESSMENT),
            yes: codes(YES),
            hospice_service: codes(HOSPICE_SERVICE),
            hospice_diagnosis: codes(HOSPICE_DIAGNOSIS),
            palliative_assessment: codes(PALLIATIVE_ASSESSMENT),
            palliative_diagnosis: codes(PALLIATIVE_DIAGNOSIS),
            palliative_encounter: codes(PALLIATIVE_ENCOUNTER),
            palliative_procedure: codes(PALLIATIVE_PROCEDURE),
        }
    }
}

fn codes(list: List) -> Vec<Coding> {
    let coding = |&(system, code): &(&str, &str)| Coding {
        system: system.to_owned(),
        code: code.to_owned(),
    };
    list.iter().map(coding).collect()
}
