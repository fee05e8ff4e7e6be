//! Folders in which the examples of the help and of the README run.

use crate::run::{Folder, repository};

/// A folder with every file that an example names.
pub(crate) fn workbench() -> Folder {
    let folder = Folder::new();
    for example in [
        "payette2023_reconstructed.csv",
        "visits.csv",
        "sessions.csv",
        "patients/two_failures.toml",
        "clinic.toml",
        "clinic_patients.csv",
        "clinic_visits.csv",
        "clinic_sessions.csv",
        "clinic_events.csv",
        "smoking.csv",
    ] {
        folder.copy(&format!("examples/{example}"));
    }
    let record =
        std::fs::read(repository("examples/patients/two_failures.toml")).expect("a record");
    folder.write("patient.toml", record);
    let visits = std::fs::read_to_string(repository("examples/visits.csv")).expect("visits");
    folder.write(
        "answers.csv",
        "patient,phq9_1,phq9_2,phq9_3,phq9_4,phq9_5,phq9_6,phq9_7,phq9_8,phq9_9\nA,1,2,0,1,3,2,1,0,0\n",
    );
    folder.write("visits.csv", visits.replace("madrs", "score"));
    folder.write(
        "trials.csv",
        "study,events_treatment,n_treatment,events_control,n_control,\
         mean_treatment,sd_treatment,mean_control,sd_control\n\
         A,14,47,6,25,20.5,8,25,7.5\nB,9,31,7,30,21,8.5,24,8\nC,3,18,1,19,19,7,26,8.5\n",
    );
    folder.write(
        "medians.csv",
        "study,q1_treatment,median_treatment,q3_treatment,n_treatment,\
         q1_control,median_control,q3_control,n_control\n\
         A,12,18,25,60,15,21,27,58\nB,10,17,23,41,14,20,28,43\n",
    );
    folder.write(
        "estimates.csv",
        "study,lab,outcome,estimate,variance\nA1,A,pain,0.2,0.05\nA2,A,sleep,0.4,0.06\n\
         B1,B,pain,0.1,0.04\nC1,C,pain,0.5,0.09\nC2,C,sleep,0.3,0.08\nD1,D,pain,-0.1,0.05\n\
         D2,D,sleep,0.6,0.07\n",
    );
    folder.write(
        "analysis.toml",
        "schema = \"euthymia.compare.v1\"\n[data]\nfile = \"examples/smoking.csv\"\n[model]\nmeasure = \"OR\"\n",
    );
    folder.write(
        "patients.csv",
        "patient_id,madrs_baseline,madrs_post\nA,30,8\nB,28,14\nC,33,31\n",
    );
    folder
}

/// A folder with the strategies, and the review `trd` with the exports of the examples taken in.
pub(crate) fn library() -> Folder {
    let folder = Folder::new();
    for name in [
        "strategies/pubmed.txt",
        "strategies/psycinfo-ovid.txt",
        "strategies/embase.txt",
        "strategies/cochrane.txt",
        "review/pubmed.nbib",
        "review/embase.ris",
        "review/psycinfo.ris",
        "review/cochrane.ris",
        "review/known.ris",
    ] {
        folder.copy(&format!("examples/{name}"));
    }
    folder.write("known.ris", folder.bytes("examples/review/known.ris"));
    folder.run(&["review", "init", "trd", "--by", "ab"]).fine();
    let import = [
        "review",
        "import",
        "examples/review/pubmed.nbib",
        "--review",
        "trd",
    ];
    folder.run(&import).fine();
    folder
}
