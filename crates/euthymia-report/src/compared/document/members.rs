//! Which node each treatment is under each choice.

use crate::compared::analysis::Compared;
use crate::compared::names::Names;
use crate::compared::tables::Outcome;
use euthymia_table::{ColumnSpec, TableView, Value};

/// Each treatment of the data with the node it is under each choice; a dash where the choice leaves it
/// out. Doses of one treatment stand apart where a choice tells them apart.
#[must_use]
pub fn members_view(main: &Compared, choices: &[Outcome]) -> TableView {
    let names = Names::of(main);
    let mut columns = vec![
        ColumnSpec::text("treatment", "treatment").for_machines(),
        ColumnSpec::text("treatment_name", "Treatment").for_people(),
    ];
    columns.extend(
        choices
            .iter()
            .enumerate()
            .map(|(at, (choice, _))| ColumnSpec::text(format!("choice_{}", at + 1), &choice.name)),
    );
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for treatment in main.data.rows.treatments() {
        let mut row = vec![
            Value::text(&treatment.id),
            Value::text(names.treatment(&treatment.id)),
        ];
        row.extend(choices.iter().map(|(choice, found)| {
            let node = choice.node(treatment);
            let printed = |node: String| match found {
                Ok(compared) => Names::of(compared).name(&node),
                Err(_) => node,
            };
            node.map_or(Value::Missing, |node| Value::text(printed(node)))
        }));
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows.sort_by_key(|row| row.get(1).map(Value::for_people));
    TableView {
        schema: "euthymia.compared.members.v1".to_owned(),
        title: "Which node each treatment is".to_owned(),
        columns,
        rows,
        notes: Vec::new(),
    }
}
