//! The flow charts of RoB 2, written out by hand from the guidance of 22 August 2019: one row for
//! each way through a chart. Every set of answers fits one row, and leads where the row ends.

use euthymia_appraisal::{Given, Led, bundled, ways};

/// Answers that an arrow of a chart stands for.
fn arrow(word: &str) -> &'static [&'static str] {
    match word {
        "Y" => &["yes", "probably_yes"],
        "N" => &["no", "probably_no"],
        "NI" => &["no_information"],
        "Y/NI" => &["yes", "probably_yes", "no_information"],
        "N/NI" => &["no", "probably_no", "no_information"],
        "Y/NA" => &["yes", "probably_yes", "not_applicable"],
        "N/NA" => &["no", "probably_no", "not_applicable"],
        other => panic!("{other}"),
    }
}

/// Whether answers go the way of a row such as `1.2 Y, 1.1 N`.
fn goes(given: &Given, way: &str) -> bool {
    way.split(", ").all(|step| {
        let (question, word) = step.split_once(' ').unwrap();
        let answer = given.answers.get(question);
        answer.is_some_and(|answer| arrow(word).contains(&answer.as_str()))
    })
}

/// Where a chart ends for answers: exactly one row must fit.
fn end<'r>(chart: &[(&str, &'r str)], given: &Given) -> &'r str {
    let mut fitting = chart.iter().filter(|(way, _)| goes(given, way));
    let (_, end) = fitting
        .next()
        .unwrap_or_else(|| panic!("{:?}", given.answers));
    assert!(fitting.next().is_none(), "two rows fit {:?}", given.answers);
    end
}

/// The worst of the ends of charts that are read side by side.
fn worst<'r>(charts: &[&[(&str, &'r str)]], given: &Given) -> &'r str {
    const ORDER: [&str; 3] = ["low", "some_concerns", "high"];
    let ends = charts.iter().map(|chart| end(chart, given));
    ends.max_by_key(|end| ORDER.iter().position(|own| own == end))
        .unwrap()
}

fn holds(tool: &str, domain: &str, charts: &[&[(&str, &str)]]) {
    let tool = bundled(tool).unwrap();
    let domain = tool.domain(domain).unwrap();
    let small = tool.only(domain);
    let every = ways(tool, domain, 100_000).unwrap();
    assert!(every.len() > 50);
    for given in every {
        let Led::To { judgement, .. } = small.assess(&given).domains[0].led.clone() else {
            panic!("{:?}", given.answers)
        };
        assert_eq!(judgement, worst(charts, &given), "{:?}", given.answers);
    }
}

const DOMAIN_1: &[(&str, &str)] = &[
    ("1.2 N", "high"),
    ("1.2 NI, 1.3 Y", "high"),
    ("1.2 NI, 1.3 N/NI", "some_concerns"),
    ("1.2 Y, 1.1 N", "some_concerns"),
    ("1.2 Y, 1.1 Y/NI, 1.3 Y", "some_concerns"),
    ("1.2 Y, 1.1 Y/NI, 1.3 N/NI", "low"),
];

const DEPARTURES: &[(&str, &str)] = &[
    ("2.1 N, 2.2 N", "low"),
    ("2.3 N", "low"),
    ("2.3 NI", "some_concerns"),
    ("2.3 Y, 2.4 N", "some_concerns"),
    ("2.3 Y, 2.4 Y/NI, 2.5 Y", "some_concerns"),
    ("2.3 Y, 2.4 Y/NI, 2.5 N/NI", "high"),
];

const ANALYSIS: &[(&str, &str)] = &[
    ("2.6 Y", "low"),
    ("2.6 N/NI, 2.7 N", "some_concerns"),
    ("2.6 N/NI, 2.7 Y/NI", "high"),
];

const ADHERING: &[(&str, &str)] = &[
    ("2.1 N, 2.2 N, 2.4 N/NA, 2.5 N/NA", "low"),
    ("2.3 Y/NA, 2.4 N/NA, 2.5 N/NA", "low"),
    ("2.6 Y", "some_concerns"),
    ("2.6 N/NI", "high"),
];

const DOMAIN_3: &[(&str, &str)] = &[
    ("3.1 Y", "low"),
    ("3.1 N/NI, 3.2 Y", "low"),
    ("3.1 N/NI, 3.2 N, 3.3 N", "low"),
    ("3.1 N/NI, 3.2 N, 3.3 Y/NI, 3.4 N", "some_concerns"),
    ("3.1 N/NI, 3.2 N, 3.3 Y/NI, 3.4 Y/NI", "high"),
];

const DOMAIN_4: &[(&str, &str)] = &[
    ("4.1 Y", "high"),
    ("4.1 N/NI, 4.2 Y", "high"),
    ("4.1 N/NI, 4.2 N, 4.3 N", "low"),
    ("4.1 N/NI, 4.2 N, 4.3 Y/NI, 4.4 N", "low"),
    (
        "4.1 N/NI, 4.2 N, 4.3 Y/NI, 4.4 Y/NI, 4.5 N",
        "some_concerns",
    ),
    ("4.1 N/NI, 4.2 N, 4.3 Y/NI, 4.4 Y/NI, 4.5 Y/NI", "high"),
    ("4.1 N/NI, 4.2 NI, 4.3 N", "some_concerns"),
    ("4.1 N/NI, 4.2 NI, 4.3 Y/NI, 4.4 N", "some_concerns"),
    (
        "4.1 N/NI, 4.2 NI, 4.3 Y/NI, 4.4 Y/NI, 4.5 N",
        "some_concerns",
    ),
    ("4.1 N/NI, 4.2 NI, 4.3 Y/NI, 4.4 Y/NI, 4.5 Y/NI", "high"),
];

const DOMAIN_5: &[(&str, &str)] = &[
    ("5.2 Y", "high"),
    ("5.2 N/NI, 5.3 Y", "high"),
    ("5.2 NI, 5.3 N/NI", "some_concerns"),
    ("5.2 N, 5.3 NI", "some_concerns"),
    ("5.2 N, 5.3 N, 5.1 N/NI", "some_concerns"),
    ("5.2 N, 5.3 N, 5.1 Y", "low"),
];

const RECRUITMENT: &[(&str, &str)] = &[
    ("1b.1 Y", "low"),
    ("1b.1 N/NI, 1b.2 Y", "high"),
    ("1b.1 N/NI, 1b.2 N, 1b.3 N/NI", "low"),
    ("1b.1 N/NI, 1b.2 N, 1b.3 Y", "some_concerns"),
    ("1b.1 N/NI, 1b.2 NI, 1b.3 N/NI", "some_concerns"),
    ("1b.1 N/NI, 1b.2 NI, 1b.3 Y", "high"),
];

#[test]
fn byhand_randomisation() {
    holds("rob2", "1", &[DOMAIN_1]);
}

#[test]
fn byhand_departures_effect_of_assignment() {
    holds("rob2", "2", &[DEPARTURES, ANALYSIS]);
}

#[test]
fn byhand_departures_effect_of_adhering() {
    holds("rob2_adhering", "2", &[ADHERING]);
}

#[test]
fn byhand_missing_outcomes() {
    holds("rob2", "3", &[DOMAIN_3]);
}

#[test]
fn byhand_measurement() {
    holds("rob2", "4", &[DOMAIN_4]);
}

#[test]
fn byhand_reported_result() {
    holds("rob2", "5", &[DOMAIN_5]);
}

#[test]
fn byhand_recruitment_into_clusters() {
    holds("rob2_cluster", "1b", &[RECRUITMENT]);
}

/// The overall judgement: worst domain, and open where a domain is.
#[test]
fn byhand_overall() {
    let tool = bundled("rob2").unwrap();
    let overall = |domains: [&str; 5]| {
        let ids = ["1", "2", "3", "4", "5"];
        let judgements = ids.iter().zip(domains).filter(|(_, word)| !word.is_empty());
        let given = Given {
            judgements: judgements
                .map(|(id, word)| ((*id).to_owned(), word.to_owned()))
                .collect(),
            ..Given::default()
        };
        tool.assess(&given).overall.unwrap().led
    };
    let to = |led: Led| match led {
        Led::To { judgement, .. } => judgement,
        other => panic!("{other:?}"),
    };
    assert_eq!(to(overall(["low"; 5])), "low");
    assert_eq!(
        to(overall(["low", "low", "some_concerns", "low", "low"])),
        "some_concerns"
    );
    assert_eq!(
        to(overall(["some_concerns", "low", "high", "low", "low"])),
        "high"
    );
    assert_eq!(to(overall(["", "", "high", "", ""])), "high");
    let Led::Open { possible } = overall(["low", "low", "some_concerns", "low", ""]) else {
        panic!("one domain is open")
    };
    assert_eq!(possible, ["some_concerns", "high"]);
}
