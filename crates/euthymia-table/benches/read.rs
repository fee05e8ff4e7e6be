//! Reading and typing a table of 100,000 rows; the budget for reading is well under 100 ms.

use divan::Bencher;
use euthymia_table::{ReadOptions, read};

fn main() {
    divan::main();
}

/// Six columns, one of them quoted text.
fn bytes(rows: usize, delimiter: char, mark: char) -> Vec<u8> {
    let d = delimiter;
    let mut text = format!("id{d}arm{d}before{d}after{d}weight{d}note\n");
    for row in 0..rows {
        let (before, after) = (20 + row % 40, row % 30);
        text.push_str(&format!(
            "P{row}{d}A{d}{before}{d}{after}{d}0{mark}{row}1{d}\"seen, ok\"\n"
        ));
    }
    text.into_bytes()
}

#[divan::bench(args = [1_000, 100_000])]
fn read_rows(bencher: Bencher<'_, '_>, rows: usize) {
    let input = bytes(rows, ',', '.');
    bencher.bench(|| {
        read(
            divan::black_box(&input),
            "bench.csv",
            &ReadOptions::default(),
        )
    });
}

#[divan::bench(args = [100_000])]
fn read_rows_and_all_numbers(bencher: Bencher<'_, '_>, rows: usize) {
    let input = bytes(rows, ';', ',');
    bencher.bench(|| {
        let table = read(
            divan::black_box(&input),
            "bench.csv",
            &ReadOptions::default(),
        )
        .ok()?;
        let mut sum = 0.0;
        for name in ["before", "after", "weight"] {
            let numbers = table.column(&[name]).ok()?.numbers().ok()?;
            sum += numbers.iter().flatten().sum::<f64>();
        }
        Some(sum)
    });
}
