//! Writes every bundled rating scale as a FHIR R4 questionnaire into a folder:
//! `cargo run -p euthymia-fhir --example export_questionnaires -- FOLDER`.

use euthymia_clinical::instrument::bundled_all;
use euthymia_fhir::questionnaire::questionnaire;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("say into which folder")?;
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    for pack in bundled_all() {
        let text = serde_json::to_string_pretty(&questionnaire(pack))?;
        std::fs::write(folder.join(format!("{}.json", pack.id)), text + "\n")?;
    }
    Ok(())
}
