//! The models of `reference/generators/r/multilevel.R`, built from the data sets with our types.

use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::design::Design;
use euthymia_synthesis::multilevel::{
    CorrelationPattern, Data, Decay, Grouping, KnownBlock, KnownCovariance, LevelPattern, Metric,
    Term,
};
use euthymia_synthesis::variance::Variance;
use euthymia_testkit::reference::{Csv, csv};

fn column(table: &Csv, name: &str) -> Vec<f64> {
    table.rows().map(|row| row.parse(name)).collect()
}

fn factor(table: &Csv, name: &str) -> Grouping {
    let labels: Vec<&str> = table.rows().map(|row| row.cell(name)).collect();
    Grouping::new(name, &labels)
}

fn variances(table: &Csv) -> Vec<Variance> {
    let all = column(table, "variance").into_iter();
    all.map(|v| Variance::new(v).unwrap()).collect()
}

/// One column of ones and zeros per level.
fn indicators(grouping: &Grouping) -> Design {
    let levels = grouping.level_of_row();
    let is = |i: usize, j: usize| f64::from(u8::from(levels[i] == j));
    let matrix = Matrix::from_fn(levels.len(), grouping.levels(), is);
    Design::new(grouping.labels().to_vec(), matrix).unwrap()
}

/// The analysis named in a file of `expected/metafor-multilevel`.
pub(crate) fn data(dataset: &str, model: &str) -> Data {
    let table = csv(&format!("datasets/{dataset}.csv"));
    match dataset {
        "konstantopoulos2011" => konstantopoulos(&table, model),
        "berkey1998" => berkey(&table, model),
        "ishak2007" => ishak(&table, model),
        _ => synthetic(&table, model),
    }
}

fn with_slope(table: &Csv, name: &str, centre: f64) -> Design {
    let x = column(table, name);
    let entry = |i: usize, j: usize| if j == 0 { 1.0 } else { x[i] - centre };
    let matrix = Matrix::from_fn(x.len(), 2, entry);
    Design::new(vec!["intercept".into(), name.into()], matrix).unwrap()
}

fn konstantopoulos(table: &Csv, model: &str) -> Data {
    let (district, school) = (factor(table, "district"), factor(table, "school"));
    let mut design = Design::intercept(56);
    let nested = vec![
        Term::Intercept(district.clone()),
        Term::Intercept(school.within(&district)),
    ];
    let terms = match model {
        "nested" => nested,
        "nested_year" => {
            let year = column(table, "year");
            design = with_slope(table, "year", year.iter().sum::<f64>() / 56.0);
            nested
        }
        "district" => vec![Term::Intercept(district)],
        "cs" => vec![Term::Levels {
            pattern: LevelPattern::CompoundSymmetry,
            inner: school,
            outer: district,
        }],
        other => panic!("no model {other}"),
    };
    let known = KnownCovariance::independent(&variances(table));
    Data::new(column(table, "estimate"), known, design, terms).unwrap()
}

fn berkey(table: &Csv, model: &str) -> Data {
    let (trial, outcome) = (factor(table, "trial"), factor(table, "outcome"));
    let (v, c) = (column(table, "variance"), column(table, "covariance"));
    let block = |i: usize| KnownBlock {
        rows: vec![i, i + 1],
        matrix: Matrix::from_row_slice(2, 2, &[v[i], c[i], c[i], v[i + 1]]),
    };
    let blocks = (0..10).step_by(2).map(block).collect();
    let known = KnownCovariance::blocks(&variances(table), blocks).unwrap();
    let mut design = indicators(&outcome);
    if model == "un_year" {
        let year = column(table, "year");
        let base = design.matrix().clone();
        let entry = |i: usize, j: usize| match j {
            0 | 1 => base[(i, j)],
            _ => base[(i, j - 2)] * (year[i] - 1983.0),
        };
        let names = ["AL", "PD", "AL:year", "PD:year"]
            .map(str::to_owned)
            .to_vec();
        design = Design::new(names, Matrix::from_fn(10, 4, entry)).unwrap();
    }
    let pattern = match model {
        "un" | "un_year" => LevelPattern::Unstructured,
        "diag" => LevelPattern::Diagonal,
        "cs" => LevelPattern::CompoundSymmetry,
        other => panic!("no model {other}"),
    };
    let term = Term::Levels {
        pattern,
        inner: outcome,
        outer: trial,
    };
    Data::new(column(table, "estimate"), known, design, vec![term]).unwrap()
}

fn ishak(table: &Csv, model: &str) -> Data {
    let (study, time) = (factor(table, "study"), factor(table, "time"));
    let times = column(table, "time");
    let pattern = CorrelationPattern {
        cluster: &study,
        correlation: 1.0,
        kind: None,
        time: Some((&times, 0.97)),
    };
    let known = KnownCovariance::with_correlations(&variances(table), &pattern).unwrap();
    let design = indicators(&time);
    let levels = |pattern| Term::Levels {
        pattern,
        inner: time.clone(),
        outer: study.clone(),
    };
    let term = match model {
        "cs" => levels(LevelPattern::CompoundSymmetry),
        "hcs" => levels(LevelPattern::HeterogeneousCompoundSymmetry),
        "ar" => levels(LevelPattern::Autoregressive),
        "har" => levels(LevelPattern::HeterogeneousAutoregressive),
        "id" => levels(LevelPattern::Identity),
        "un" => levels(LevelPattern::Unstructured),
        "car" => Term::Distances {
            decay: Decay::Power,
            metric: Metric::Euclidean,
            positions: times.iter().map(|t| vec![*t]).collect(),
            outer: study.clone(),
        },
        other => panic!("no model {other}"),
    };
    Data::new(column(table, "estimate"), known, design, vec![term]).unwrap()
}

fn synthetic(table: &Csv, model: &str) -> Data {
    let [study, lab, row, outcome] = ["study", "lab", "row", "outcome"].map(|n| factor(table, n));
    let times = column(table, "time");
    let n = times.len();
    let intercept = |grouping: &Grouping| Term::Intercept(grouping.clone());
    let spatial = |decay| {
        let (east, north) = (column(table, "east"), column(table, "north"));
        vec![Term::Distances {
            decay,
            metric: Metric::Euclidean,
            positions: east.iter().zip(&north).map(|(e, n)| vec![*e, *n]).collect(),
            outer: Grouping::new("all", &vec!["1"; n]),
        }]
    };
    let outcomes = |pattern| Term::Levels {
        pattern,
        inner: outcome.clone(),
        outer: study.clone(),
    };
    let mut design = Design::intercept(n);
    let mut known = KnownCovariance::independent(&variances(table));
    let terms = match model {
        "crossed" => vec![intercept(&study), intercept(&lab)],
        "crossed_dose" => {
            design = with_slope(table, "dose", 0.0);
            vec![intercept(&study), intercept(&lab), intercept(&row)]
        }
        "related" => {
            let lag = |i: usize, j: usize| 0.6_f64.powi(i.abs_diff(j) as i32);
            let related = Term::Related {
                grouping: study.clone(),
                correlation: Matrix::from_fn(14, 14, lag),
            };
            vec![related, intercept(&row)]
        }
        "spexp" => spatial(Decay::Exponential),
        "spgau" => spatial(Decay::Gaussian),
        "splin" => spatial(Decay::Linear),
        "sprat" => spatial(Decay::RationalQuadratic),
        "spsph" => spatial(Decay::Spherical),
        "un3" => {
            design = indicators(&outcome);
            vec![outcomes(LevelPattern::Unstructured)]
        }
        "two_inner" => {
            design = indicators(&outcome);
            let by_time = Term::Distances {
                decay: Decay::Power,
                metric: Metric::Euclidean,
                positions: times.iter().map(|t| vec![*t]).collect(),
                outer: lab.clone(),
            };
            vec![
                outcomes(LevelPattern::HeterogeneousCompoundSymmetry),
                by_time,
            ]
        }
        "vcalc" => {
            let pattern = CorrelationPattern {
                cluster: &study,
                correlation: 1.0,
                kind: Some((&outcome, 0.6)),
                time: Some((&times, 0.8)),
            };
            known = KnownCovariance::with_correlations(&variances(table), &pattern).unwrap();
            vec![
                intercept(&study),
                intercept(&factor(table, "effect").within(&study)),
            ]
        }
        other => panic!("no model {other}"),
    };
    Data::new(column(table, "estimate"), known, design, terms).unwrap()
}
