//! Which treatment is no better than another in anything.

use super::sides::Decision;
use euthymia_synthesis::network::benefit_risk::{BenefitRiskError, dominance};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Pairs of treatments of which one is at least as good in every outcome at the estimates.
///
/// # Errors
/// [`BenefitRiskError`].
pub fn dominance_view(decision: &Decision) -> Result<TableView, BenefitRiskError> {
    let (_, draws) = decision.asked();
    let mut found = dominance(&decision.set, &draws)?;
    found.sort_by(|one, other| other.probability.total_cmp(&one.probability));
    let node = |place: usize| {
        let found = decision.set.treatments().get(place);
        found.map_or("", String::as_str)
    };
    let rows: Vec<Vec<Value>> = found
        .iter()
        .map(|own| {
            let (better, worse) = (node(own.better), node(own.worse));
            vec![
                Value::text(better),
                Value::text(decision.node(better)),
                Value::text(worse),
                Value::text(decision.node(worse)),
                Value::number(own.probability, 3),
            ]
        })
        .collect();
    let none = "No treatment is at least as good as another in every outcome.";
    Ok(TableView {
        schema: "euthymia.compared.dominance.v1".to_owned(),
        title: "Dominance: at least as good in every outcome".to_owned(),
        columns: vec![
            ColumnSpec::text("better", "better").for_machines(),
            ColumnSpec::text("better_name", "Treatment").for_people(),
            ColumnSpec::text("worse", "worse").for_machines(),
            ColumnSpec::text("worse_name", "Dominates").for_people(),
            ColumnSpec::number("probability", "Share of draws"),
        ],
        notes: match rows.is_empty() {
            true => vec![none.to_owned()],
            false => vec![
                "Pairs are those of the estimates; the share of draws says how sure each is."
                    .to_owned(),
            ],
        },
        rows,
    })
}
