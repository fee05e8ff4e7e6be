//! What holds for every table of patients: classes, columns and small counts.

use euthymia_report::case_series::privacy::{QuasiIdentifier, levels_view, privacy, privacy_view};
use euthymia_report::case_series::small_cells::{ShownCount, SmallCells};
use euthymia_table::{Format, Value, render};
use proptest::collection::vec;
use proptest::prelude::*;

fn columns() -> impl Strategy<Value = Vec<QuasiIdentifier>> {
    (0_usize..30, 0_usize..5).prop_flat_map(|(patients, count)| {
        let value = prop::option::weighted(0.9, (0_u8..4).prop_map(|level| level.to_string()));
        vec(vec(value, patients), count).prop_map(|all| {
            let named = all.into_iter().enumerate();
            named
                .map(|(at, values)| QuasiIdentifier {
                    column: format!("c{at}"),
                    values,
                })
                .collect()
        })
    })
}

proptest! {
    #[test]
    fn classes_hold_every_patient_once(columns in columns(), asked in 0_u64..8) {
        let patients = columns.first().map_or(7, |column| column.values.len());
        let found = privacy(patients, &columns, asked, None);
        let all: u64 = found.class_sizes.iter().map(|(size, classes)| size * classes).sum();
        prop_assert_eq!(all, patients as u64);
        prop_assert_eq!(found.below > 0, found.k.is_some_and(|k| k < asked));
        // Fewer columns tell less.
        for column in &found.columns {
            prop_assert!(column.below_without <= found.below);
        }
        for set in &found.worst {
            prop_assert!(set.below <= found.below);
        }
        let whole = found.worst.last().filter(|set| set.columns.len() == columns.len());
        if let Some(whole) = whole {
            prop_assert_eq!(whole.below, found.below);
        }
    }

    #[test]
    fn the_order_of_patients_does_not_matter(columns in columns(), asked in 1_u64..6) {
        let patients = columns.first().map_or(0, |column| column.values.len());
        let mut turned = columns.clone();
        for column in &mut turned {
            column.values.reverse();
        }
        prop_assert_eq!(
            privacy(patients, &columns, asked, None),
            privacy(patients, &turned, asked, None)
        );
    }

    #[test]
    fn any_input_can_be_shown_and_hides_small_counts(
        columns in columns(),
        answers in vec(any::<Option<bool>>(), 0..40),
        least in 0_u64..9,
    ) {
        let patients = columns.first().map_or(3, |column| column.values.len());
        let found = privacy(patients, &columns, least, Some(("remission", &answers)));
        let levels = levels_view(&found, SmallCells { least });
        for view in [&privacy_view(&found), &levels] {
            for format in [Format::Csv, Format::Json, Format::Markdown] {
                prop_assert!(render(view, format).is_ok());
            }
        }
        for row in &levels.rows {
            if let Some(Value::Count(count)) = row.last() {
                prop_assert!(*count == 0 || *count >= least);
            }
        }
    }

    #[test]
    fn parts_are_shown_as_they_are_or_hidden(counts in vec(any::<u64>(), 0..9), least in any::<u64>()) {
        let shown = SmallCells { least }.parts(&counts);
        prop_assert_eq!(shown.parts.len(), counts.len());
        for (count, part) in counts.iter().zip(&shown.parts) {
            match part {
                ShownCount::Exact(exact) => prop_assert_eq!(exact, count),
                ShownCount::Below(limit) => prop_assert!((1..*limit).contains(count)),
                ShownCount::AtLeast(limit) => prop_assert!(count >= limit),
            }
        }
    }
}
