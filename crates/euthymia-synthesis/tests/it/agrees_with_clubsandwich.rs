//! Cluster-robust variance against clubSandwich 0.5.8 on fits of metafor 3.8-1, against metafor's own
//! `robust()`, and against metafor 5.1-12 (15 digits).
//!
//! The working covariance is formed here from the variance components that the file gives, and the
//! coefficients by generalised least squares, so that no optimiser stands between the two programs.

use euthymia_numerics::Probability;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_synthesis::design::Design;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::robust::{
    Cluster, Degrees, Kind, RobustVariance, Working, of_regression, variance,
};
use euthymia_synthesis::studies::{Study, StudySet};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, csv, json};

/// The rows of one cluster.
#[derive(Clone, Default)]
struct Rows {
    x: Vec<Vec<f64>>,
    y: Vec<f64>,
    v: Vec<f64>,
}

impl Rows {
    fn design(&self) -> Matrix<f64> {
        Matrix::from_fn(self.x.len(), self.x[0].len(), |i, j| self.x[i][j])
    }

    /// σ₁²J + diag(σ₂² + v).
    fn nested(&self, between: f64, within: f64) -> Matrix<f64> {
        let diagonal = Matrix::from_diagonal(&Vector::from_column_slice(&self.v));
        let n = self.v.len();
        diagonal + Matrix::repeat(n, n, between) + Matrix::identity(n, n) * within
    }
}

fn konstantopoulos() -> Vec<Rows> {
    clusters("konstantopoulos2011", "district", |_| vec![1.0])
}

/// Which coefficients the effects of the 17 studies get.
#[derive(Clone, Copy, PartialEq)]
enum Moderators {
    None,
    Year,
    /// One type occurs in one study alone, so that CR3 does not exist (clubSandwich inverts a matrix
    /// that is singular but for rounding).
    TypeAndYear,
}

fn assink(moderators: Moderators) -> Vec<Rows> {
    clusters("assink2016", "study", |row| {
        let is = |level: &str| f64::from(row.cell("type") == level);
        match moderators {
            Moderators::None => vec![1.0],
            Moderators::Year => vec![1.0, row.parse("year")],
            Moderators::TypeAndYear => vec![1.0, is("general"), is("overt"), row.parse("year")],
        }
    })
}

fn clusters(
    name: &str,
    column: &str,
    x: impl Fn(&euthymia_testkit::reference::Row<'_>) -> Vec<f64>,
) -> Vec<Rows> {
    let file = csv(&format!("datasets/{name}.csv"));
    let mut labels: Vec<String> = Vec::new();
    let mut made: Vec<Rows> = Vec::new();
    for row in file.rows() {
        let label = row.cell(column).to_owned();
        let at = labels.iter().position(|known| *known == label);
        let at = at.unwrap_or_else(|| {
            labels.push(label);
            made.push(Rows::default());
            made.len() - 1
        });
        made[at].x.push(x(&row));
        made[at].y.push(row.parse("estimate"));
        made[at].v.push(row.parse("variance"));
    }
    made
}

/// Generalised least squares, then the clusters with their residuals.
fn fitted(
    rows: &[Rows],
    covariance: impl Fn(&Rows) -> Working,
    weights: Option<fn(&Rows) -> Working>,
) -> (Vec<f64>, Vec<Cluster>) {
    let dense = |working: Working| match working {
        Working::Diagonal(v) => Matrix::from_diagonal(&Vector::from_vec(v)),
        Working::Dense(matrix) => matrix,
    };
    let p = rows[0].x[0].len();
    let (mut left, mut right) = (Matrix::zeros(p, p), Vector::zeros(p));
    for cluster in rows {
        let w = match weights {
            Some(weights) => dense(weights(cluster)),
            None => Cholesky::new(dense(covariance(cluster))).unwrap().inverse(),
        };
        let x = cluster.design();
        left += x.transpose() * &w * &x;
        right += x.transpose() * w * Vector::from_column_slice(&cluster.y);
    }
    let beta = Cholesky::new(left).unwrap().solve_vector(&right);
    let clusters = rows.iter().map(|cluster| {
        let x = cluster.design();
        let residuals = Vector::from_column_slice(&cluster.y) - &x * &beta;
        let made = Cluster::new(x, residuals, covariance(cluster)).unwrap();
        match weights {
            Some(weights) => made.with_weights(weights(cluster)).unwrap(),
            None => made,
        }
    });
    let clusters = clusters.collect();
    (beta.iter().copied().collect(), clusters)
}

fn compare_tests(
    all: &mut Comparison,
    file: &Json,
    place: &str,
    found: &RobustVariance,
    beta: &[f64],
    degrees: Degrees,
) {
    let tests = found
        .tests(beta, degrees, Probability::NINETY_FIVE)
        .unwrap();
    for (i, test) in tests.iter().enumerate() {
        let test = test.unwrap();
        for (what, value) in [
            ("se", test.standard_error),
            ("statistic", test.statistic),
            ("df", test.df),
            ("p", test.p_value),
            ("lower", test.bounds.lower),
            ("upper", test.bounds.upper),
        ] {
            let at = format!("{place}.{what}");
            let expected = match file.number_if_any(&format!("{at}.{i}")) {
                Some(expected) => expected,
                None => file.number(&at),
            };
            all.compare(what, value, expected, "estimate", &at);
        }
    }
}

/// All coefficients but the first; the only one where there is no other.
fn tested(p: usize) -> Matrix<f64> {
    match p {
        1 => Matrix::identity(1, 1),
        _ => Matrix::from_fn(p - 1, p, |i, j| f64::from(j == i + 1)),
    }
}

/// The kinds that exist with this many coefficients, see [`Moderators::TypeAndYear`].
fn offered(coefficients: usize) -> Vec<Kind> {
    let exists = |kind: &Kind| *kind != Kind::Cr3 || coefficients < 4;
    Kind::ALL.into_iter().filter(exists).collect()
}

fn compare(all: &mut Comparison, name: &str, model: &str, beta: &[f64], clusters: &[Cluster]) {
    let file = json(&format!("expected/clusters/{name}.json"));
    for (i, b) in beta.iter().enumerate() {
        let at = format!("models.{model}.estimates.{i}");
        all.compare("b", *b, file.number(&at), "estimate", &at);
    }
    for kind in offered(beta.len()) {
        let found = variance(clusters, kind).unwrap();
        let place = format!("models.{model}.kinds.{}", kind.code());
        for (i, value) in found.covariance.iter().enumerate() {
            let at = format!("{place}.covariance.{i}");
            all.compare("covariance", *value, file.number(&at), "estimate", &at);
        }
        compare_tests(all, &file, &place, &found, beta, Degrees::Satterthwaite);
        let htz = found
            .wald(beta, &tested(beta.len()), Degrees::Satterthwaite)
            .unwrap();
        for (what, value) in [
            ("F", htz.statistic),
            ("df_numerator", htz.df_numerator),
            ("df_denominator", htz.df_denominator),
            ("p", htz.p_value.unwrap()),
        ] {
            let at = format!("{place}.htz.{what}");
            all.compare(what, value, file.number(&at), "estimate", &at);
        }
    }
    let found = variance(clusters, Kind::Cr1p).unwrap();
    let place = format!("models.{model}.metafor_robust");
    let degrees = Degrees::ClustersLessCoefficients;
    compare_tests(all, &file, &place, &found, beta, degrees);
    let omnibus = found.wald(beta, &tested(beta.len()), degrees).unwrap();
    if model != "unstructured" {
        let at = format!("{place}.QM");
        all.compare("QM", omnibus.statistic, file.number(&at), "estimate", &at);
        let at = format!("{place}.QMp");
        let p = omnibus.p_value.unwrap();
        all.compare("QMp", p, file.number(&at), "estimate", &at);
    }
}

#[test]
fn every_kind_under_nested_random_effects() {
    let mut all = Comparison::new("clubSandwich, nested");
    for (name, model, rows) in [
        ("konstantopoulos2011", "nested", konstantopoulos()),
        ("assink2016", "nested", assink(Moderators::TypeAndYear)),
        ("assink2016", "mean_only", assink(Moderators::None)),
        ("assink2016", "year", assink(Moderators::Year)),
    ] {
        let file = json(&format!("expected/clusters/{name}.json"));
        let sigma2 = |i: usize| file.number(&format!("models.{model}.sigma2.{i}")).value;
        let covariance = |rows: &Rows| Working::Dense(rows.nested(sigma2(0), sigma2(1)));
        let (beta, clusters) = fitted(&rows, covariance, None);
        compare(&mut all, name, model, &beta, &clusters);
    }
    all.finish(300);
}

#[test]
fn every_kind_with_uncorrelated_rows() {
    let mut all = Comparison::new("clubSandwich, uncorrelated");
    let file = json("expected/clusters/assink2016.json");
    for (model, moderators) in [
        ("uncorrelated", Moderators::TypeAndYear),
        ("common_effect", Moderators::None),
    ] {
        let tau2 = file.number(&format!("models.{model}.sigma2.0")).value;
        let covariance = |rows: &Rows| Working::Diagonal(rows.v.iter().map(|v| v + tau2).collect());
        let (beta, clusters) = fitted(&assink(moderators), covariance, None);
        compare(&mut all, "assink2016", model, &beta, &clusters);
    }
    all.finish(200);
}

#[test]
fn every_kind_with_weights_of_their_own() {
    let mut all = Comparison::new("clubSandwich, weights that are not the inverse covariance");
    let correlated = |rows: &Rows| {
        let root: Vec<f64> = rows.v.iter().map(|v| v.sqrt()).collect();
        let n = root.len();
        Working::Dense(Matrix::from_fn(n, n, |i, j| {
            root[i] * root[j] * if i == j { 1.0 } else { 0.6 }
        }))
    };
    let weights = |rows: &Rows| Working::Diagonal(rows.v.iter().map(|v| 1.0 / v).collect());
    let (beta, clusters) = fitted(&assink(Moderators::TypeAndYear), correlated, Some(weights));
    compare(&mut all, "assink2016", "own_weights", &beta, &clusters);
    all.finish(100);
}

#[test]
fn two_outcomes_with_known_covariances() {
    let mut all = Comparison::new("clubSandwich, two outcomes");
    let file = json("expected/clusters/berkey1998.json");
    let number = |place: &str| file.number(&format!("models.unstructured.{place}")).value;
    let (al, pd, rho) = (number("tau2.0"), number("tau2.1"), number("rho"));
    let trials: Vec<_> = csv("datasets/berkey1998.csv")
        .rows()
        .map(|row| {
            (
                row.cell("outcome") == "AL",
                [row.parse("variance"), row.parse("covariance")],
                row.parse("estimate"),
            )
        })
        .collect::<Vec<(bool, [f64; 2], f64)>>();
    let rows: Vec<Rows> = trials
        .chunks(2)
        .map(|pair| Rows {
            x: pair
                .iter()
                .map(|(is_al, ..)| vec![f64::from(*is_al), f64::from(!is_al)])
                .collect(),
            y: pair.iter().map(|(.., y)| *y).collect(),
            v: vec![pair[0].1[0], pair[0].1[1], pair[1].1[1], pair[1].1[0]],
        })
        .collect();
    let covariance = |rows: &Rows| {
        let known = Matrix::from_row_slice(2, 2, &rows.v);
        let tau = |i: usize| if rows.x[i][0] == 1.0 { al } else { pd }.sqrt();
        Working::Dense(Matrix::from_fn(2, 2, |i, j| {
            known[(i, j)] + tau(i) * tau(j) * if i == j { 1.0 } else { rho }
        }))
    };
    let (beta, clusters) = fitted(&rows, covariance, None);
    compare(&mut all, "berkey1998", "unstructured", &beta, &clusters);
    all.finish(60);
}

#[test]
fn a_set_of_studies_gives_the_same() {
    let mut all = Comparison::new("clubSandwich, from a set of studies");
    let file = json("expected/clusters/assink2016.json");
    let (mut studies, mut labels, mut x) = (Vec::new(), Vec::new(), Vec::new());
    for row in csv("datasets/assink2016.csv").rows() {
        let effect = Effect::new(row.parse("estimate"), row.parse("variance")).unwrap();
        studies.push(Study::new(row.cell("effect"), effect));
        labels.push(row.cell("study").to_owned());
        let is = |level: &str| f64::from(row.cell("type") == level);
        x.extend([1.0, is("general"), is("overt"), row.parse("year")]);
    }
    let names = ["intercept", "general", "overt", "year"].map(str::to_owned);
    let design = Design::new(names.to_vec(), Matrix::from_row_slice(100, 4, &x)).unwrap();
    let set = StudySet::new(studies).unwrap();
    let tau2 = file.number("models.uncorrelated.sigma2.0").value;
    for kind in offered(4) {
        let found = of_regression(&set, &design, tau2, &labels, kind).unwrap();
        let place = format!("models.uncorrelated.kinds.{}", kind.code());
        let degrees = Degrees::Satterthwaite;
        compare_tests(
            &mut all,
            &file,
            &place,
            &found.variance,
            &found.estimates,
            degrees,
        );
    }
    all.finish(100);
}

#[test]
fn metafor_5() {
    let mut all = Comparison::new("metafor 5.1-12");
    let file = json("expected/clusters/metafor-5.1-12.json");
    let (cr1, cr2) = (Degrees::ClustersLessCoefficients, Degrees::Satterthwaite);
    for (name, fit, rows, what, kind, degrees) in [
        (
            "konstantopoulos2011",
            "fit",
            konstantopoulos(),
            "robust_noadj",
            Kind::Cr0,
            cr1,
        ),
        (
            "konstantopoulos2011",
            "fit",
            konstantopoulos(),
            "robust_CR1",
            Kind::Cr1p,
            cr1,
        ),
        (
            "konstantopoulos2011",
            "fit",
            konstantopoulos(),
            "robust_CR2",
            Kind::Cr2,
            cr2,
        ),
        (
            "assink2016",
            "fit",
            assink(Moderators::None),
            "robust_CR1",
            Kind::Cr1p,
            cr1,
        ),
        (
            "assink2016",
            "fit",
            assink(Moderators::None),
            "robust_CR2",
            Kind::Cr2,
            cr2,
        ),
        (
            "assink2016",
            "fit_mods",
            assink(Moderators::TypeAndYear),
            "mods_robust_CR2",
            Kind::Cr2,
            cr2,
        ),
    ] {
        let sigma2 = |i: usize| file.number(&format!("{name}.{fit}.sigma2.{i}")).value;
        let covariance = |rows: &Rows| Working::Dense(rows.nested(sigma2(0), sigma2(1)));
        let (beta, clusters) = fitted(&rows, covariance, None);
        let found = variance(&clusters, kind).unwrap();
        let tests = found
            .tests(&beta, degrees, Probability::NINETY_FIVE)
            .unwrap();
        for (i, test) in tests.into_iter().enumerate() {
            let test = test.unwrap();
            for (key, value) in [
                ("b", test.estimate),
                ("se", test.standard_error),
                ("zval", test.statistic),
                ("ddf", test.df),
                ("pval", test.p_value),
                ("ci_lb", test.bounds.lower),
                ("ci_ub", test.bounds.upper),
            ] {
                let at = format!("{name}.{what}.{key}");
                let each = file.number_if_any(&format!("{at}.{i}"));
                let expected = each.unwrap_or_else(|| file.number(&at));
                all.compare(key, value, expected, "estimate", &at);
            }
        }
    }
    all.finish(60);
}
