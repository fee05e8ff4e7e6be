//! The page in Chromium, with the network switched off.

use crate::run::Folder;
use crate::tools;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Chromium, or a line that says how much is skipped without it.
fn chromium(tests: usize) -> Option<PathBuf> {
    let found = tools::find(&NAMES);
    if found.is_none() {
        tools::skip("chromium", tests);
    }
    found
}

fn run(chromium: &Path, folder: &Folder, arguments: &[String]) -> String {
    let profile = tempfile::tempdir().expect("a temporary folder");
    let output = Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--hide-scrollbars",
        ])
        .args([
            "--disable-extensions",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
        ])
        .args([
            "--proxy-server=127.0.0.1:9",
            "--host-resolver-rules=MAP * ~NOTFOUND",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(arguments)
        .current_dir(folder.path("."))
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .expect("chromium runs");
    assert!(
        output.status.success(),
        "chromium ended with {:?}",
        output.status
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Writes what a frame's page found into the title of the page around it.
const LISTENER: &str = "<script>let said = []; addEventListener('message', event => {\
    said.push(event.data); document.title = said.sort().join(';'); });</script>";

/// Tells the page around it how wide this one is, and how many drawings have no size.
const MEASURE: &str = "<script>addEventListener('load', () => {\
    const root = document.documentElement;\
    const flat = [...document.querySelectorAll('svg')]\
        .filter(svg => svg.getBoundingClientRect().height < 50).length;\
    const small = [...document.querySelectorAll('main p, main li, main td')]\
        .filter(e => parseFloat(getComputedStyle(e).fontSize) < 11).length;\
    parent.postMessage([innerWidth, root.scrollWidth, flat, small].join(' '), '*'); });</script>";

#[test]
fn nothing_hangs_over_the_edge_of_a_phone() {
    let Some(chromium) = chromium(1) else {
        return;
    };
    let folder = Folder::new();
    folder.run(&["report"]).fine();
    fits_every_width(&chromium, &folder, "report/index.html");
}

#[test]
fn a_letter_fits_a_phone_and_one_sheet_of_paper() {
    let Some(chromium) = chromium(1) else {
        return;
    };
    let folder = Folder::new();
    for name in ["two_failures", "gaps", "bipolar", "ketamine_course"] {
        let record = format!("examples/patients/{name}.toml");
        folder.copy(&record);
        let run = folder.run(&["assess", &record, "--letter", "letter.html"]);
        assert_eq!(run.status, Some(0), "{}", run.err);
        fits_every_width(&chromium, &folder, "letter.html");
        let pages = printed_pages(&chromium, &folder, "letter.html");
        assert!(pages.is_none_or(|pages| pages == 1), "{name}: {pages:?}");
    }
}

/// Loads a page in frames as wide as a small phone, a phone and a screen.
fn fits_every_width(chromium: &Path, folder: &Folder, file: &str) {
    let page = folder
        .text(file)
        .replacen("</body>", &format!("{MEASURE}</body>"), 1);
    assert!(page.contains("postMessage"));
    folder.write("page.html", page);
    // A window cannot be as narrow as a phone everywhere; a frame can.
    let widths = [320, 390, 1200];
    let frames: String = widths
        .iter()
        .map(|width| {
            format!("<iframe src=\"page.html\" style=\"border:0;width:{width}px;height:800px\"></iframe>")
        })
        .collect();
    let outer = format!("<!DOCTYPE html><html><head>{LISTENER}</head><body>{frames}</body></html>");
    folder.write("outer.html", outer);
    let address = format!("file://{}", folder.path("outer.html").display());
    let arguments = ["--virtual-time-budget=20000", "--dump-dom", &address].map(str::to_owned);
    let dumped = run(chromium, folder, &arguments);
    let title = dumped
        .split("<title>")
        .nth(1)
        .and_then(|rest| rest.split("</title>").next())
        .unwrap_or_else(|| panic!("nothing was measured: {dumped}"));
    let numbers = |said: &str| -> Vec<u32> {
        let parse = |n: &str| n.parse().expect("a number");
        said.split(' ').map(parse).collect()
    };
    let mut measured: Vec<Vec<u32>> = title.split(';').map(numbers).collect();
    measured.sort();
    assert_eq!(measured.len(), widths.len(), "{title}");
    for (width, numbers) in widths.iter().zip(&measured) {
        let [inner, scroll, flat, small] = numbers[..] else {
            panic!("{title}");
        };
        assert_eq!(inner, *width);
        assert!(
            scroll <= inner,
            "{file} is {scroll} px wide in a window of {inner} px"
        );
        assert_eq!(flat, 0, "drawings without a size at {inner} px");
        assert_eq!(small, 0, "letters below 11 px at {inner} px");
    }
}

/// How many sheets a page prints on; `None`, and said so, where nothing can count them.
fn printed_pages(chromium: &Path, folder: &Folder, file: &str) -> Option<u32> {
    let paper = folder.path("paper.pdf");
    let address = format!("file://{}", folder.path(file).display());
    let to = format!("--print-to-pdf={}", paper.display());
    let arguments = ["--no-pdf-header-footer", &to, &address].map(str::to_owned);
    run(chromium, folder, &arguments);
    let Some(pdfinfo) = tools::find(&["pdfinfo"]) else {
        tools::skip("pdfinfo", 1);
        return None;
    };
    let output = Command::new(pdfinfo)
        .arg(&paper)
        .output()
        .expect("pdfinfo runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let pages = text
        .lines()
        .find_map(|line| line.strip_prefix("Pages:")?.trim().parse().ok());
    assert!(pages.is_some(), "{text}");
    pages
}

#[test]
fn the_page_is_drawn_and_printed() {
    let Some(chromium) = chromium(1) else {
        return;
    };
    let folder = Folder::new();
    folder.run(&["report"]).fine();
    let address = format!("file://{}", folder.path("report/index.html").display());
    let picture = folder.path("screen.png");
    run(
        &chromium,
        &folder,
        &[
            "--window-size=1200,900".to_owned(),
            format!("--screenshot={}", picture.display()),
            address,
        ],
    );
    let bytes = folder.bytes("screen.png");
    assert!(bytes.starts_with(b"\x89PNG"));
    // An empty page compresses to a few kilobytes.
    assert!(
        bytes.len() > 20_000,
        "the picture has {} bytes",
        bytes.len()
    );

    let pages = printed_pages(&chromium, &folder, "report/index.html");
    assert!(
        pages.is_none_or(|pages| pages > 3 && pages < 200),
        "{pages:?}"
    );
}
