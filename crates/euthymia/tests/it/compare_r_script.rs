//! `euthymia compare --r-script`: the scripts run in R with metafor, where they are installed.

use crate::run::Folder;
use crate::tools;
use std::process::Command;

const ARMS: &str = "study,treatment,events,n\n\
                    1,placebo,10,50\n1,drug A,20,50\n2,placebo,12,60\n2,drug A,22,60\n\
                    3,placebo,9,55\n3,drug B,16,55\n4,drug A,18,50\n4,drug B,14,50\n\
                    5,placebo,8,40\n5,drug A,12,40\n5,drug B,11,40\n6,placebo,9,45\n\
                    6,drug A+drug B,20,45\n";

/// Runs a script in R; true where it agreed. Without R or metafor the test is skipped.
fn agrees(folder: &Folder, script: &str) {
    let Some(rscript) = tools::find(&["Rscript"]) else {
        return tools::skip("Rscript", 1);
    };
    let output = Command::new(rscript)
        .args(["--vanilla", script])
        .current_dir(folder.path("."))
        .output()
        .expect("R runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() && said.contains("library(metafor)") {
        return tools::skip("metafor", 1);
    }
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{script}: {printed}\n{said}");
    assert!(printed.contains("P-score"), "{printed}");
}

#[test]
fn arms_and_contrasts_give_scripts_that_r_agrees_with() {
    let folder = Folder::with("arms.csv", ARMS);
    folder.write(
        "contrasts.csv",
        "study,treatment1,treatment2,estimate,se\n1,A,B,1,1\n2,B,C,1,1\n3,A,C,3,1\n4,A,B,0.2,0.5\n",
    );
    let arms = [
        "compare",
        "arms.csv",
        "--measure",
        "OR",
        "--r-script",
        "arms_again.R",
    ];
    let run = folder.run(&arms).fine();
    assert!(run.err.contains("arms_again.R"), "{}", run.err);
    assert!(
        folder
            .text("arms_again_arms.csv")
            .starts_with("studlab,treatment,event,n")
    );
    let contrasts = [
        "compare",
        "contrasts.csv",
        "--measure",
        "GEN",
        "--r-script",
        "out/net.R",
    ];
    folder.run(&contrasts).fine();
    assert!(
        folder
            .text("out/net.csv")
            .starts_with("studlab,treat1,treat2,TE,seTE")
    );
    agrees(&folder, "arms_again.R");
    // Data are read from where the script is run.
    folder.write("net.csv", folder.bytes("out/net.csv"));
    agrees(&folder, "out/net.R");
}

#[test]
fn a_network_in_parts_gives_one_script_for_each() {
    let folder = Folder::with(
        "parts.csv",
        "study,treatment1,treatment2,estimate,se\n1,A,nil,1,1\n2,A,nil,0.5,0.7\n3,B+D,D,0.5,1\n",
    );
    let run = folder
        .run(&[
            "compare",
            "parts.csv",
            "--measure",
            "GEN",
            "--r-script",
            "parts_again.R",
        ])
        .fine();
    for name in ["parts_again-1.R", "parts_again-2.R", "parts_again.R"] {
        assert!(run.err.contains(name), "{name}: {}", run.err);
    }
    agrees(&folder, "parts_again-1.R");
    agrees(&folder, "parts_again-2.R");
}

#[test]
fn another_ending_is_refused() {
    let folder = Folder::with("arms.csv", ARMS);
    let run = folder.run(&[
        "compare",
        "arms.csv",
        "--measure",
        "OR",
        "--r-script",
        "again.txt",
    ]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("ends in .R"), "{}", run.err);
    assert!(!folder.files().iter().any(|file| file.contains("again")));
}
