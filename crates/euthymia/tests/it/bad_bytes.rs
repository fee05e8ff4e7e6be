//! Files of arbitrary bytes: an answer or a message, never a panic, never half a file.

use crate::run::Folder;

/// A small generator of its own, so that a failure names a seed that brings it back.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        // Steele, Lea & Flood 2014, SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn pick<'a>(&mut self, words: &[&'a [u8]]) -> &'a [u8] {
        words[self.below(words.len())]
    }
}

const HEADERS: [&[u8]; 4] = [
    b"study,events,n\n",
    b"study,events_treatment,n_treatment,events_control,n_control\n",
    b"study,mean_treatment,sd_treatment,n_treatment,mean_control,sd_control,n_control\n",
    b"patient_id,madrs_baseline,madrs_post\n",
];

/// Pieces that files are made of, the odd ones over-represented.
const PIECES: [&[u8]; 40] = [
    b",",
    b",",
    b",",
    b",",
    b"\n",
    b"\n",
    b"\r\n",
    b";",
    b"\t",
    b"\"",
    b"\"\"",
    b"0",
    b"1",
    b"7",
    b"12",
    b"30",
    b"60",
    b"1e308",
    b"-1e308",
    b"1e-308",
    b"-0",
    b"0.5",
    b"0,5",
    b"NA",
    b".",
    b"A",
    b"B",
    b"study",
    b"9007199254740992",
    b"18446744073709551616",
    b"\0",
    b"\xff",
    b"\xfe",
    b"\xc3\xbc",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b" ",
    b"%",
    b"sep=;\n",
    b"\x1b[31m",
];

/// The measures that a header has the columns for; none means a cohort.
const MEASURES: [&[&str]; 4] = [
    &["PR", "PLO", "PFT"],
    &["RR", "OR", "RD"],
    &["MD", "SMD"],
    &[],
];

fn bytes(random: &mut Random, header: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    match random.below(3) {
        // Anything at all.
        0 => content.extend((0..random.below(300)).map(|_| random.0 as u8 ^ random.next() as u8)),
        // A header, then pieces.
        1 => {
            content.extend(header);
            for _ in 0..random.below(60) {
                content.extend(random.pick(&PIECES));
            }
        }
        // Rows of the right length, in every second file with an odd cell now and then.
        _ => rows(random, header, &mut content),
    }
    content
}

/// Rows that a column's name leads to expect, from the dull to the extreme.
fn rows(random: &mut Random, header: &[u8], content: &mut Vec<u8>) {
    let odd = random.below(2) == 0;
    content.extend(header);
    for row in 0..1 + random.below(6) {
        content.extend(format!("S{row}").bytes());
        for name in header.trim_ascii_end().split(|byte| *byte == b',').skip(1) {
            content.push(b',');
            let cell: &[u8] = match name {
                _ if odd && random.below(12) == 0 => random.pick(&PIECES[11..]),
                name if name.starts_with(b"n") => {
                    random.pick(&[b"40", b"61", b"100", b"9007199254740992"])
                }
                name if name.starts_with(b"sd") => {
                    random.pick(&[b"0.5", b"8", b"1e-300", b"1e300"])
                }
                name if name.starts_with(b"mean") => {
                    random.pick(&[b"-12.5", b"0", b"30", b"1e308"])
                }
                _ => random.pick(&[b"0", b"1", b"12", b"30", b"40"]),
            };
            content.extend(cell);
        }
        content.push(b'\n');
    }
}

#[test]
fn arbitrary_bytes_never_panic() {
    let models = [
        ["--tau2", "reml"],
        ["--tau2", "dl"],
        ["--tau2", "pm"],
        ["--model", "common"],
    ];
    let mut answered = 0;
    for seed in 0..200_u64 {
        let mut random = Random(seed);
        let kind = random.below(HEADERS.len());
        let content = bytes(&mut random, HEADERS[kind]);
        let folder = Folder::with("f.csv", &content);
        let measures = MEASURES[kind];
        let arguments = if measures.is_empty() {
            vec!["cohort", "f.csv", "--figure", "out.svg"]
        } else {
            let measure = measures[random.below(measures.len())];
            let model = models[random.below(models.len())];
            vec![
                "pool",
                "f.csv",
                "--measure",
                measure,
                model[0],
                model[1],
                "--forest",
                "out.svg",
            ]
        };
        let run = folder.run(&arguments);
        let shown = String::from_utf8_lossy(&content);
        match run.status {
            Some(0) => {
                answered += 1;
                assert_eq!(folder.files(), ["f.csv", "out.svg"], "seed {seed}: {shown}");
                assert!(
                    folder.text("out.svg").ends_with("</svg>\n"),
                    "seed {seed}: {shown}"
                );
            }
            Some(1 | 2) => {
                assert!(run.err.starts_with("error: "), "seed {seed}: {}", run.err);
                assert!(
                    !run.err.contains('\u{1b}'),
                    "seed {seed}: a terminal command in a message"
                );
                assert_eq!(run.out, "", "seed {seed}");
                assert_eq!(folder.files(), ["f.csv"], "seed {seed}: {shown}");
            }
            other => panic!(
                "seed {seed}: {arguments:?}: status {other:?}: {shown}\n{}",
                run.err
            ),
        }
    }
    // Otherwise the loop would only ever see the reader refuse.
    assert!(
        answered >= 20,
        "only {answered} of 200 files gave an answer"
    );
}
