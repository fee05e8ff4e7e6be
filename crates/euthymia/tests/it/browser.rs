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
    let page =
        folder
            .text("report/index.html")
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
    let dumped = run(
        &chromium,
        &folder,
        &[
            "--virtual-time-budget=20000".to_owned(),
            "--dump-dom".to_owned(),
            address,
        ],
    );
    let title = dumped
        .split("<title>")
        .nth(1)
        .and_then(|rest| rest.split("</title>").next())
        .unwrap_or_else(|| panic!("nothing was measured: {dumped}"));
    let mut measured: Vec<Vec<u32>> = title
        .split(';')
        .map(|said| {
            said.split(' ')
                .map(|n| n.parse().expect("a number"))
                .collect()
        })
        .collect();
    measured.sort();
    assert_eq!(measured.len(), widths.len(), "{title}");
    for (width, numbers) in widths.iter().zip(&measured) {
        let [inner, scroll, flat, small] = numbers[..] else {
            panic!("{title}");
        };
        assert_eq!(inner, *width);
        assert!(
            scroll <= inner,
            "the page is {scroll} px wide in a window of {inner} px"
        );
        assert_eq!(flat, 0, "drawings without a size at {inner} px");
        assert_eq!(small, 0, "letters below 11 px at {inner} px");
    }
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
            address.clone(),
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

    let paper = folder.path("page.pdf");
    run(
        &chromium,
        &folder,
        &[
            "--no-pdf-header-footer".to_owned(),
            format!("--print-to-pdf={}", paper.display()),
            address,
        ],
    );
    let Some(pdfinfo) = tools::find(&["pdfinfo"]) else {
        tools::skip("pdfinfo", 1);
        return;
    };
    let output = Command::new(pdfinfo)
        .arg(&paper)
        .output()
        .expect("pdfinfo runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let pages = text
        .lines()
        .find_map(|line| line.strip_prefix("Pages:")?.trim().parse::<u32>().ok());
    assert!(
        pages.is_some_and(|pages| pages > 3 && pages < 200),
        "{text}"
    );
}
