//! Phrases, truncation and NEAR against the full-text search of SQLite (FTS5), through Python.
//!
//! The texts are made up from a seed. With `EUTHYMIA_DEDUP` set, the lines of every CSV file below
//! that folder are searched as well. SQLite counts the words of NEAR from the end of the first
//! phrase to the beginning of the last, so that words in the middle count there and not here.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use euthymia_search::engine::Index;
use euthymia_search::query::Expr;

use crate::shared::{found, id, title, titled};

/// Reads texts, an empty line, and queries; writes the row numbers of each query on a line.
const SCRIPT: &str = r#"
import sqlite3, sys
lines = sys.stdin.buffer.read().decode().split("\n")
at = lines.index("")
db = sqlite3.connect(":memory:")
db.execute("create virtual table t using fts5(x, tokenize='unicode61')")
db.executemany("insert into t(rowid, x) values (?, ?)", list(enumerate(lines[:at], 1)))
for query in lines[at + 1:]:
    if query:
        rows = db.execute("select rowid from t where t match ? order by rowid", (query,))
        print(" ".join(str(row[0]) for row in rows))
"#;

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
}

/// The same search for both programs.
fn search(words: &[&str], random: &mut Random) -> Option<(Expr, String)> {
    let start = random.below(words.len().checked_sub(8)?);
    let words = &words[start..start + 8];
    let most = random.below(7);
    let near = |of: &[&str], words_between: usize| Expr::Near {
        operands: of.iter().map(|word| title(word)).collect(),
        words_between: u32::try_from(words_between).unwrap(),
        ordered: false,
    };
    let (a, b, c) = (words[0], words[2 + random.below(3)], words[6]);
    let short: String = a.chars().take(3).collect();
    let is_apart = a != b && b != c && a != c;
    Some(match random.below(6) {
        0 => (
            title(&format!("{a} {}", words[1])),
            format!("\"{a} {}\"", words[1]),
        ),
        1 => (title(&format!("{short}*")), format!("{short} *")),
        2 => {
            let text = format!("{a} {} {}*", words[1], &words[2][..1]);
            (
                title(&text),
                format!("\"{a} {} {}\" *", words[1], &words[2][..1]),
            )
        }
        3 if is_apart => (near(&[a, b], most), format!("NEAR({a} {b}, {most})")),
        4 if is_apart => (
            near(&[a, b, c], most),
            format!("NEAR({a} {b} {c}, {})", most + 1),
        ),
        _ => (
            title(a).and(title(b)).not(title(c)),
            format!("(({a} AND {b}) NOT {c})"),
        ),
    })
}

fn sqlite(texts: &[String], queries: &[String]) -> Option<Vec<Vec<u32>>> {
    let mut python = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let input = format!("{}\n\n{}\n", texts.join("\n"), queries.join("\n"));
    python.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let output = python
        .wait_with_output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    let rows = |line: &str| line.split(' ').filter_map(|row| row.parse().ok()).collect();
    Some(text.lines().map(rows).collect())
}

/// Number of searches that both answered alike; `None` without Python or FTS5.
fn compare(texts: &[String], searches: usize) -> Option<usize> {
    let mut random = Random(7);
    let mut exprs = Vec::new();
    let mut queries = Vec::new();
    while exprs.len() < searches {
        let words: Vec<&str> = texts[random.below(texts.len())].split(' ').collect();
        if let Some((expr, query)) = search(&words, &mut random) {
            exprs.push(expr);
            queries.push(query);
        }
    }
    let theirs = sqlite(texts, &queries)?;
    let records = (1..).map(id).zip(texts.iter().map(|text| titled(text)));
    let index = Index::in_memory(records).unwrap();
    assert_eq!(theirs.len(), exprs.len());
    let mut hits = 0;
    for ((expr, query), theirs) in exprs.iter().zip(&queries).zip(&theirs) {
        let ours = found(&index, expr);
        assert_eq!(&ours, theirs, "{query}");
        hits += ours.len();
    }
    assert!(hits > searches / 4, "too few hits to say anything: {hits}");
    Some(exprs.len())
}

fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn skipped() {
    say("skipped: python3 with sqlite3 and FTS5 is not here");
    assert!(
        std::env::var_os("EUTHYMIA_REQUIRE_TOOLS").is_none_or(|value| value != "1"),
        "python3 with sqlite3 is needed, and EUTHYMIA_REQUIRE_TOOLS=1"
    );
}

#[test]
fn on_texts_from_a_seed() {
    let mut random = Random(11);
    let word = |random: &mut Random| {
        let most = 1 + random.below(60);
        let number = random.below(most);
        format!(
            "x{}{}",
            ["a", "b", "c"][number % 3],
            ["u", "v", "w", "uu", "vu"][number / 3 % 5]
        )
    };
    let text = |random: &mut Random| {
        let words: Vec<String> = (0..10 + random.below(40)).map(|_| word(random)).collect();
        words.join(" ")
    };
    let texts: Vec<String> = (0..300).map(|_| text(&mut random)).collect();
    match compare(&texts, 400) {
        Some(searches) => assert_eq!(searches, 400),
        None => skipped(),
    }
}

fn csv_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            csv_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "csv") {
            found.push(path);
        }
    }
}

#[test]
fn on_the_lines_of_real_exports() {
    let Some(folder) = std::env::var_os("EUTHYMIA_DEDUP") else {
        say("skipped: EUTHYMIA_DEDUP is not set");
        return;
    };
    let mut files = Vec::new();
    csv_files(Path::new(&folder), &mut files);
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        // One word after the other, so that words of a query are words for both programs.
        let plain = text.to_ascii_lowercase();
        for line in plain.lines().filter(|line| line.is_ascii()) {
            let words = line.split(|c: char| !c.is_ascii_alphanumeric());
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            if words.len() > 8 {
                texts.push(words.join(" "));
            }
        }
    }
    assert!(texts.len() > 1000);
    match compare(&texts, 600) {
        Some(searches) => say(&format!("{} lines, {searches} searches agree", texts.len())),
        None => skipped(),
    }
}
