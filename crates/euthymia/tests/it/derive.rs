//! `euthymia derive`: what a paper prints into what an effect size needs.

use crate::run::{Folder, Run, csv_rows};
use euthymia_testkit::tolerance::named;

fn derive(line: &str) -> Run {
    let mut arguments = vec!["derive"];
    arguments.extend(line.split(' '));
    Folder::new().run(&arguments)
}

/// The numbers of the columns named, in the first row of the CSV that this line prints.
#[track_caller]
fn numbers(line: &str, keys: &[&str]) -> Vec<f64> {
    let rows = derive(&format!("{line} --format csv")).fine().csv();
    keys.iter()
        .map(|key| {
            let at = rows[0].iter().position(|name| name == key);
            let at = at.unwrap_or_else(|| panic!("{line}: no column {key} in {:?}", rows[0]));
            rows[1][at]
                .parse()
                .unwrap_or_else(|_| panic!("{line}: {key}: {}", rows[1][at]))
        })
        .collect()
}

#[track_caller]
fn gives(line: &str, expected: &[(&str, f64)]) {
    let keys: Vec<&str> = expected.iter().map(|(key, _)| *key).collect();
    for ((key, wanted), found) in expected.iter().zip(numbers(line, &keys)) {
        let allowed = named("algebra").allowed(*wanted);
        assert!(
            (found - wanted).abs() <= allowed,
            "{line}: {key} is {found}, not {wanted}"
        );
    }
}

#[test]
fn byhand_standard_deviations() {
    gives("sd se=0.5 n=16", &[("sd", 2.0), ("n", 16.0)]);
    // √(1/4 + 1/4) = √½
    let half = 0.5_f64.sqrt();
    let both = |sd: f64| [("sd_treatment", sd), ("sd_control", sd)];
    gives("sd se=1 n_treatment=4 n_control=4", &both(1.0 / half));
    gives(
        "sd difference=-6 t=3 n_treatment=4 n_control=4",
        &both(2.0 / half),
    );
    gives("sd difference=6 f=9 n1i=4 n2i=4", &both(2.0 / half));
    gives("sd q1=4 q3=6.7", &[("sd", 2.0)]);
    gives(
        "change-sd sd_before=3 sd_after=4 r=0.5",
        &[("sd_change", 13.0_f64.sqrt())],
    );
    gives(
        "change-sd sd_before=3 sd_after=4 r=-1",
        &[("sd_change", 7.0)],
    );
    gives(
        "correlation sd_before=3 sd_after=4 sd_change=5",
        &[("r", 0.0)],
    );
    // v = ln(1 + 1) where SD and mean are equal.
    let v = std::f64::consts::LN_2;
    gives(
        "log-scale mean=3 sd=3",
        &[("mean_log", 3.0_f64.ln() - v / 2.0), ("sd_log", v.sqrt())],
    );
}

#[test]
fn byhand_effects() {
    gives(
        "wald rr=2 ci_low=1 ci_high=4",
        &[("estimate", 2.0_f64.ln())],
    );
    gives(
        "wald difference=6 z=3",
        &[("estimate", 6.0), ("se", 2.0), ("variance", 4.0)],
    );
    let factor = std::f64::consts::PI / 3.0_f64.sqrt();
    gives(
        "log-or d=1 variance=3",
        &[("estimate", factor), ("variance", 3.0 * factor * factor)],
    );
    gives(
        "log-or d=1 se=2 --method cox-snell",
        &[("estimate", 1.65), ("se", 3.3)],
    );
    gives(
        "d log_or=1.65 se=3.3 --method cox-snell",
        &[("estimate", 1.0), ("se", 2.0)],
    );
    // Equal groups: a = 4, d = 2 is r = 2/√8, and V becomes 16 V/512.
    let r = 0.5_f64.sqrt();
    gives(
        "r d=2 variance=0.32 n1=30 n2=30",
        &[("estimate", r), ("variance", 0.01)],
    );
    // 8 of 10 against 5 of 10.
    gives("rr or=4 control_risk=0.5", &[("rr", 1.6)]);
    gives("or rr=1.6 control_risk=0.5", &[("or", 4.0)]);
    gives(
        "rd or=4 control_risk=0.5 ci_low=1 ci_high=4",
        &[("rd", 0.3), ("ci_low", 0.0)],
    );
    gives("rd rr=1.6 control_risk=0.5", &[("rd", 0.3)]);
    gives("nnt rd=-0.2 control_risk=0.5", &[("number_needed", 5.0)]);
}

#[test]
fn byhand_many_into_one_and_one_into_many() {
    // 1, 3 and 5, 7 and 9, 11: mean 6, variance 70/5.
    let line = "combined mean1=2 sd1=1.4142135623730951 n1=2 mean2=6 sd2=1.4142135623730951 n2=2 \
                mean3=10 sd3=1.4142135623730951 n3=2";
    gives(line, &[("mean", 6.0), ("sd", 14.0_f64.sqrt()), ("n", 6.0)]);
    gives(
        "combined events1=3 n1=10 events2=4 n2=20",
        &[("events", 7.0), ("n", 30.0)],
    );
    // (1/4)(0.05 + 0.05 + 2 · ½ · 0.05)
    let line = "composite estimate1=0.3 variance1=0.05 estimate2=0.1 variance2=0.05 r=0.5";
    gives(line, &[("estimate", 0.2), ("variance", 0.0375)]);
    gives(
        "shared events=6 n=20 parts=4",
        &[("events", 1.5), ("others", 3.5), ("n", 5.0)],
    );
    let parts = derive("shared mean=3 sd=1 n=20 parts=3 --format csv")
        .fine()
        .csv();
    let sizes: Vec<&str> = parts[1..].iter().map(|row| row[3].as_str()).collect();
    assert_eq!(sizes, ["7", "7", "6"]);
    let medians = "pooled-median median1=1 median2=4 median3=6 median4=3 median5=9 median6=2";
    let expected = [
        ("median", 3.5),
        ("ci_low", 1.0),
        ("ci_high", 9.0),
        ("coverage", 0.96875),
    ];
    gives(medians, &expected);
    gives(
        "pooled-median median1=1 n1=10 median2=7 n2=50 --method weighted",
        &[("median", 7.0)],
    );
}

#[test]
fn example_handbook_6_5_2() {
    let [sd] = numbers("sd ci_low=30.0 ci_high=34.2 n=25", &["sd"])[..] else {
        panic!("one number");
    };
    assert!(
        (sd - 5.09).abs() < named("paper_2_digits").allowed(5.09),
        "{sd}"
    );
    // With the normal quantile the interval of 4.2 is 3.92 standard errors.
    let normal = numbers(
        "sd ci_low=30.0 ci_high=34.2 n=25 --quantile normal",
        &["sd"],
    )[0];
    assert!((normal - 5.0 * 4.2 / 3.92).abs() < 1e-4, "{normal}");
    let p = "sd difference=3.8 p=0.008 n_treatment=25 n_control=22";
    assert!((numbers(p, &["sd_control"])[0] - 4.69).abs() < 0.03);
}

#[test]
fn byhand_means_from_summaries() {
    // (0.7 + 0.39/20) · 7 + (0.3 − 0.39/20) · 6
    gives(
        "mean-sd q1=4 median=6 q3=10 n=20",
        &[("mean", 6.7195), ("n", 20.0)],
    );
    gives(
        "mean-sd q1=4 median=6 q3=11 n=20 --method wan",
        &[("mean", 7.0)],
    );
    // (2 + 2 · 5 + 12)/4 up to 25; the SD a sixth of the range above 70.
    gives(
        "mean-sd min=2 median=5 max=12 n=20 --method hozo",
        &[("mean", 6.0)],
    );
    gives(
        "mean-sd min=2 median=5 max=14 n=80 --method hozo",
        &[("mean", 5.0), ("sd", 2.0)],
    );
    // Symmetric on the logarithm: the log-normal and Box–Cox means are above the median.
    for method in ["lognormal", "bc", "qe"] {
        let line = format!("mean-sd q1=5 median=10 q3=20 n=100 --method {method}");
        let mean = numbers(&line, &["mean"])[0];
        assert!((15.0..20.0).contains(&mean), "{method}: {mean}");
    }
    // The quartiles of an exponential distribution whose mean is 1.
    let line = "mean-sd q1=0.28768207245178 median=0.69314718055995 q3=1.38629436111989 n=99 \
                --method qe";
    assert!((numbers(line, &["mean"])[0] - 1.0).abs() < 1e-5);
    // The expected range of two standard normal values is 2/√π; Walter and Yao for five: 2.32593.
    let line = "mean-sd min=0 median=1 max=2.32593 n=5 --method walter-yao";
    assert!((numbers(line, &["sd"])[0] - 1.0).abs() < 1e-5);
    let skewed = derive("mean-sd q1=2 median=3 q3=25 n=60").fine();
    assert!(
        skewed.out.contains("the summary is skewed"),
        "{}",
        skewed.out
    );
    let even = derive("mean-sd q1=12 median=18 q3=25 n=60").fine();
    assert!(!even.out.contains("skewed"), "{}", even.out);
}

#[test]
fn counts_are_unique_several_or_none() {
    gives("count percent=57.1 n=21", &[("events", 12.0), ("n", 21.0)]);
    gives("count percent=57.1% n=21", &[("events", 12.0)]);
    let several = derive("count percent=57 n=300 --format csv").fine().csv();
    let events: Vec<&str> = several[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(events, ["170", "171", "172"]);
    assert!(several[1][5].contains("3 counts fit"), "{:?}", several[1]);
    derive("count percent=57.2 n=21").refused(1, &["percent=57.2", "no whole number of 21"]);
    let sizes = derive("count percent1=9.5 percent2=57.1 n_max=50 --format csv")
        .fine()
        .csv();
    assert_eq!(sizes[1][..3], ["21", "2", "12"]);
    assert_eq!(sizes[2][..3], ["42", "4", "24"]);
    derive("count percent1=9.5 percent2=57.1 n_max=20").refused(1, &["no size in this range"]);
    // 145/28 is 5.18 and 146/28 is 5.21.
    gives(
        "grim mean=5.18 n=28",
        &[("total_low", 145.0), ("total_high", 145.0)],
    );
    derive("grim mean=5.19 n=28").refused(1, &["mean=5.19", "no total of whole numbers over 28"]);
}

#[test]
fn tables_behind_a_ratio_and_behind_margins() {
    let cells = [
        "events_treatment",
        "n_treatment",
        "events_control",
        "n_control",
    ];
    let line = "tables rr=0.525 ci_low=0.299 ci_high=0.923 n_treatment=103 n_control=101";
    assert_eq!(numbers(line, &cells), [15.0, 103.0, 28.0, 101.0]);
    let none = "tables rr=0.525 ci_low=0.399 ci_high=0.923 n_treatment=103 n_control=101";
    derive(none).refused(1, &["rr=0.525", "no table of these group sizes"]);
    // 22 of 60 and 11 of 60: odds ratio 2.58, χ² = 120 (22 · 49 − 38 · 11)²/(60 · 60 · 33 · 87).
    let square = 120.0 * 660.0_f64.powi(2) / (60.0 * 60.0 * 33.0 * 87.0);
    let yates = 120.0 * 600.0_f64.powi(2) / (60.0 * 60.0 * 33.0 * 87.0);
    for known in [
        "or=2.58".to_owned(),
        format!("phi={}", (square / 120.0).sqrt()),
        format!("chi2={square}"),
        format!("chi2_yates={yates}"),
    ] {
        let line = format!("table n=120 n_treatment=60 events=33 {known}");
        assert_eq!(numbers(&line, &cells), [22.0, 60.0, 11.0, 60.0], "{known}");
    }
}

#[test]
fn numbers_needed_say_where_they_go() {
    let run = derive("nnt rd=-0.2 ci_low=-0.5 ci_high=0.1 control_risk=0.5").fine();
    for part in [
        "one event less",
        "2.0 (less)",
        "10.0 (more)",
        "up to infinity",
    ] {
        assert!(run.out.contains(part), "no {part} in\n{}", run.out);
    }
    derive("nnt rd=-0.2 ci_low=-0.5 ci_high=-0.3 control_risk=0.6").refused(2, &["rd=-0.2"]);
}

#[test]
fn a_file_of_two_groups_becomes_what_effect_reads() {
    let folder = Folder::with(
        "medians.csv",
        "study,year,q1_treatment,median_treatment,q3_treatment,n_treatment,se_control,mean_control,\
         n_control,sd_control\nA,2001,4,6,10,20,,5,16,2\nB,2002,4,6,10,40,,5,16,3\n",
    );
    let made = folder
        .run(&["derive", "mean-sd", "medians.csv", "--format", "csv"])
        .fine();
    let rows = csv_rows(&made.out);
    let column = |key: &str| rows[0].iter().position(|name| name == key).expect(key);
    assert_eq!(rows[1][column("study")], "A");
    assert_eq!(rows[1][column("year")], "2001");
    assert_eq!(rows[1][column("n_treatment")], "20");
    folder.write("means.csv", &made.out);
    let effects = folder
        .run(&["effect", "MD", "means.csv", "--format", "csv"])
        .fine()
        .csv();
    let yi: f64 = effects[1][1].parse().expect("a number");
    assert!((yi - 1.7195).abs() < 1e-12, "{effects:?}");
}

#[test]
fn each_row_of_a_file_keeps_its_own_answer_or_reason() {
    let folder = Folder::with("a.csv", "study,percent,n\nA,57.1,21\nB,57.2,21\nC,,21\n");
    let run = folder.run(&["derive", "count", "a.csv"]).fine();
    assert!(run.out.contains("no whole number of 21"), "{}", run.out);
    assert!(run.out.contains("derive count needs"), "{}", run.out);
    let json = folder
        .run(&["derive", "count", "a.csv", "--format", "json"])
        .fine()
        .json();
    assert_eq!(json["schema"], "euthymia.derive.v1");
    assert_eq!(json["rows"][0]["events"], 12);
    assert!(json["rows"][1]["events"].is_null());
    folder.write("b.csv", "study,percent,n\nA,57.2,21\n");
    assert_eq!(folder.run(&["derive", "count", "b.csv"]).status, Some(1));
    folder.write("c.csv", "study,percent,n\nA,57.2,many\n");
    let bad = folder.run(&["derive", "count", "c.csv"]);
    bad.refused(2, &["c.csv, row 2, column \"n\": found \"many\""]);
    folder.write("d.csv", "study,proportion,size\nA,0.5,20\n");
    folder
        .run(&["derive", "count", "d.csv"])
        .refused(2, &["d.csv", "derive count needs percent, n"]);
    folder.write("e.csv", "study,median,n\nA,1,10\nB,7,50\nC,3,20\n");
    let all = folder
        .run(&["derive", "pooled-median", "e.csv", "--method", "weighted"])
        .fine();
    assert!(all.out.contains(" 7"), "{}", all.out);
}

#[test]
fn other_columns_of_a_file_are_kept_whatever_they_are_called() {
    let text = "Study,note,remark,method,percent,n,Mixed\nA,x,y,z,57.1,21,1\nB,x,y,z,9.5,21,b\n";
    let folder = Folder::with("a.csv", text);
    for format in ["table", "json", "csv", "md"] {
        folder
            .run(&["derive", "count", "a.csv", "--format", format])
            .fine();
    }
    let rows = folder
        .run(&["derive", "count", "a.csv", "--format", "csv"])
        .fine()
        .csv();
    assert_eq!(rows[0][..3], ["study", "percent", "Mixed"]);
    assert_eq!(rows[2][..3], ["B", "9.5", "b"]);
}

#[test]
fn messages_name_the_argument_that_is_wrong() {
    for (line, says) in [
        (
            "sd se=abc n=16",
            &["\"se\": found \"abc\"", "expected a number"][..],
        ),
        ("sd se=-1 n=16", &["\"se\": found \"-1\"", "above 0"]),
        ("sd se=1 n=2.5", &["\"n\": found \"2.5\""]),
        (
            "sd sse=1 n=16",
            &["sse: derive sd has no use", "Did you mean se?"],
        ),
        ("sd n=16", &["derive sd needs se, n", "given: n"]),
        (
            "sd difference=3 n1i=9 n2i=9",
            &["derive sd needs difference, t, n_treatment, n_control"],
        ),
        ("sd se=1 se=2 n=16", &["se is given twice"]),
        ("sd se", &["se: there is no such file"]),
        ("sd se n=3", &["\"se\": write what is known as name=value"]),
        (
            "sd difference=3 p=<0.05 n_treatment=20 n_control=20",
            &["\"p\"", "an exact value"],
        ),
        (
            "change-sd sd_before=-3 sd_after=4 r=0.5",
            &["sd_before=-3", "the SD before is -3"],
        ),
        (
            "change-sd sd_before=3 sd_after=4 r=1.5",
            &["r=1.5", "between -1 and 1"],
        ),
        ("mean-sd q1=7 median=6 q3=9 n=20", &["q1=7", "ascending"]),
        (
            "mean-sd q1=5 median=6 q3=9 n=20 --method mcgrath",
            &["--method", "use one of: luo"],
        ),
        ("count percent=5..7 n=20", &["\"percent\": found \"5..7\""]),
        (
            "rr or=2 control_risk=12",
            &["\"control_risk\": found \"12\"", "Write 12 % as 0.12"],
        ),
        ("correlatoin r=2", &["Did you mean correlation?"]),
        ("sd se=1 n=16 --level 5", &["5 is not a confidence level"]),
    ] {
        derive(line).refused(2, says);
    }
    for (line, says) in [
        (
            "correlation sd_before=1 sd_after=1 sd_change=9",
            "sd_change=9: no correlation",
        ),
        ("wald or=5 ci_low=1 ci_high=2", "or=5"),
        ("or rr=1.5 control_risk=0.8", "rr=1.5"),
    ] {
        derive(line).refused(1, &[says]);
    }
}

#[test]
fn what_is_not_used_or_looks_odd_is_said() {
    let run = derive("sd se=0.5 n=16 q1=3 q3=4").fine();
    assert!(run.out.contains("not used: q1, q3"), "{}", run.out);
    let run = derive("wald rr=1.5 ci_low=0.5 ci_high=1.6").fine();
    assert!(
        run.out.contains("away from the middle of its interval"),
        "{}",
        run.out
    );
}

#[test]
fn an_explanation_has_formula_numbers_and_source() {
    let run = derive("sd ci_low=30.0 ci_high=34.2 n=25 --explain").fine();
    for part in [
        "sd = √n (ci_high − ci_low) / 2q",
        "ci_low = 30.0, ci_high = 34.2, n = 25",
        // The 0.975 quantile of t with 24 degrees of freedom.
        "q = 2.06389856",
        "Cochrane Handbook 6.5.2.2",
    ] {
        assert!(run.out.contains(part), "no {part} in\n{}", run.out);
    }
    let beside = derive("sd se=0.5 n=16 --explain --format csv");
    assert_eq!(beside.status, Some(0));
    assert!(beside.err.contains("sd = se √n"), "{}", beside.err);
    assert!(!beside.out.contains('√'), "{}", beside.out);
}

#[test]
fn the_list_has_every_way_with_formula_and_source() {
    let all = derive("--list --format csv").fine().csv();
    assert_eq!(
        all[0],
        ["what", "method", "needs", "gives", "formula", "source"]
    );
    assert!(
        all.iter()
            .all(|row| row.iter().all(|cell| !cell.is_empty()))
    );
    let mut ways: Vec<(&str, &str)> = all[1..].iter().map(|r| (&*r[0], &*r[1])).collect();
    let count = ways.len();
    ways.sort_unstable();
    ways.dedup();
    assert_eq!(ways.len(), count, "a way is listed twice");
    let one = derive("mean-sd --list --format csv").fine().csv();
    assert_eq!(one.len(), 8);
    derive("nothing --list").refused(2, &["nothing that can be derived"]);
}
