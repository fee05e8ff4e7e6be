//! The report's page, as a browser's parser reads it.

use crate::page::Page;
use crate::run::Folder;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The page, made once for all tests here.
fn page() -> &'static Page {
    static PAGE: OnceLock<Page> = OnceLock::new();
    PAGE.get_or_init(|| {
        let folder = Folder::new();
        folder.run(&["report"]).fine();
        Page::read(&folder.text("report/index.html"))
    })
}

fn styles() -> String {
    page()
        .named("style")
        .map(|(_, style)| style.text.as_str())
        .collect()
}

#[test]
fn the_parser_mends_nothing() {
    assert!(page().errors.is_empty(), "{:#?}", page().errors);
}

#[test]
fn nothing_is_requested_from_anywhere() {
    for element in &page().elements {
        let loads = [
            "script", "link", "iframe", "object", "embed", "base", "img", "audio", "video",
            "source", "form", "image",
        ];
        assert!(!loads.contains(&element.name.as_str()), "{element:?}");
        for (name, value) in &element.attributes {
            let points = [
                "src",
                "href",
                "xlink:href",
                "srcset",
                "action",
                "data",
                "poster",
                "ping",
            ];
            if points.contains(&name.as_str()) {
                assert!(value.starts_with('#'), "{} {name}={value}", element.name);
            }
            assert!(!name.starts_with("on"), "{} {name}={value}", element.name);
            for part in value.split("url(").skip(1) {
                assert!(part.starts_with('#'), "{} {name}={value}", element.name);
            }
        }
        assert!(element.get("http-equiv").is_none(), "{element:?}");
    }
    let css = styles();
    for word in ["@import", "url(", "http:", "https:", "//", "@font-face"] {
        assert!(!css.contains(word), "{word} in the style sheet");
    }
}

#[test]
fn the_page_says_what_it_is() {
    let (_, root) = page().named("html").next().expect("html");
    assert_eq!(root.get("lang"), Some("en"));
    let meta = |name: &str| {
        page()
            .named("meta")
            .find_map(|(_, m)| (m.get("name") == Some(name)).then(|| m.get("content")))
    };
    let viewport = meta("viewport").flatten().expect("a viewport");
    assert!(viewport.contains("width=device-width"), "{viewport}");
    // Zooming must stay possible.
    assert!(!viewport.contains("maximum-scale") && !viewport.contains("user-scalable"));
    assert_eq!(meta("color-scheme").flatten(), Some("light dark"));
    assert!(
        page()
            .named("meta")
            .any(|(_, m)| m.get("charset") == Some("utf-8"))
    );
    let (_, title) = page().named("title").next().expect("a title");
    let (_, heading) = page().named("h1").next().expect("a heading");
    assert_eq!(title.text, heading.text);
    assert_eq!(page().named("main").count(), 1);
}

#[test]
fn both_colour_schemes_and_paper_are_styled() {
    let css = styles();
    for rule in ["prefers-color-scheme: dark", "@media print", ":focus"] {
        assert!(css.contains(rule), "no {rule} in the style sheet");
    }
}

#[test]
fn headings_descend_one_level_at_a_time() {
    let mut before = 0;
    let mut first = 0;
    for element in &page().elements {
        let Some(level) = element
            .name
            .strip_prefix('h')
            .and_then(|n| n.parse::<u32>().ok())
        else {
            continue;
        };
        assert!(
            level <= before + 1,
            "h{before}, then h{level} \"{}\"",
            element.text
        );
        assert!(!element.text.trim().is_empty());
        before = level;
        first += u32::from(level == 1);
    }
    assert_eq!(first, 1, "exactly one h1");
}

#[test]
fn identifiers_are_unique_and_every_link_arrives() {
    let mut ids = BTreeSet::new();
    for element in &page().elements {
        if let Some(id) = element.get("id") {
            assert!(ids.insert(id), "{id} stands twice");
            assert!(
                !id.is_empty() && !id.contains(char::is_whitespace),
                "\"{id}\""
            );
        }
    }
    for element in &page().elements {
        for name in ["href", "xlink:href"] {
            if let Some(target) = element.get(name).and_then(|value| value.strip_prefix('#')) {
                assert!(
                    ids.contains(target),
                    "\"{}\" leads to no #{target}",
                    element.text
                );
            }
        }
        for name in ["aria-labelledby", "aria-describedby", "headers", "for"] {
            for target in element.get(name).unwrap_or_default().split_whitespace() {
                assert!(
                    ids.contains(target),
                    "{} {name} names no #{target}",
                    element.name
                );
            }
        }
        for (name, value) in &element.attributes {
            for part in value.split("url(#").skip(1) {
                let target = part.split(')').next().unwrap_or_default();
                assert!(ids.contains(target), "{name} names no #{target}");
            }
        }
    }
}

#[test]
fn every_table_has_a_caption_and_headers_with_a_scope() {
    assert!(page().named("table").count() >= 8);
    for (at, _) in page().named("table") {
        let caption = page().children(at)[0];
        assert_eq!(caption.name, "caption");
        assert!(!caption.text.trim().is_empty());
        let columns = page().below(page().below(at, "thead")[0].0, "th").len();
        assert!(columns > 1, "{}", caption.text);
        for (_, header) in page().below(at, "th") {
            assert!(
                matches!(header.get("scope"), Some("col" | "row")),
                "{header:?}"
            );
        }
        let body = page().below(at, "tbody")[0].0;
        for (row, element) in page().below(body, "tr") {
            let cells = page().children(row);
            assert_eq!(cells.len(), columns, "{}: {}", caption.text, element.text);
            assert_eq!(
                cells[0].get("scope"),
                Some("row"),
                "{}: {}",
                caption.text,
                element.text
            );
            assert!(
                cells.iter().skip(1).all(|cell| cell.name == "td"),
                "{}",
                caption.text
            );
        }
    }
}

#[test]
fn every_drawing_has_its_alternative() {
    assert!(page().named("svg").count() >= 8);
    for (at, svg) in page().named("svg") {
        assert_eq!(svg.get("role"), Some("img"), "{svg:?}");
        let children = page().children(at);
        for name in ["title", "desc"] {
            let found = children.iter().find(|child| child.name == name);
            let text = found.unwrap_or_else(|| panic!("no {name}")).text.trim();
            assert!(text.len() > 10, "{name}: \"{text}\"");
        }
        let named = svg.get("aria-labelledby").unwrap_or_default();
        assert!(
            named.split_whitespace().count() == 2 || svg.get("aria-label").is_some(),
            "{svg:?}"
        );
        // What the drawing says can be read in words below it.
        let figure = page()
            .named("figure")
            .find(|(figure, _)| page().inside(at, *figure));
        let (figure, _) = figure.expect("a drawing stands in a figure");
        assert!(page().below(figure, "pre")[0].1.text.lines().count() > 3);
        assert!(!page().below(figure, "figcaption")[0].1.text.is_empty());
    }
}

#[test]
fn what_scrolls_can_be_reached_by_keyboard_and_has_a_name() {
    let mut count = 0;
    for element in &page().elements {
        if element.get("tabindex").is_some() {
            count += 1;
            assert_eq!(element.get("tabindex"), Some("0"), "{element:?}");
            assert_eq!(element.get("role"), Some("region"));
            assert!(
                element
                    .get("aria-label")
                    .is_some_and(|label| label.len() > 3)
            );
        }
    }
    assert!(count > 10, "{count}");
    let (_, skip) = page().named("a").next().expect("a link");
    assert_eq!(
        skip.get("href"),
        Some("#main"),
        "the first link skips to the content"
    );
}

#[test]
fn every_section_is_in_the_contents() {
    let (nav, _) = page().named("nav").next().expect("contents");
    let listed: Vec<&str> = page()
        .below(nav, "a")
        .iter()
        .filter_map(|(_, link)| link.get("href"))
        .collect();
    let sections: Vec<String> = page()
        .named("section")
        .filter_map(|(_, section)| section.get("id").map(|id| format!("#{id}")))
        .collect();
    assert_eq!(listed, sections);
    for wanted in [
        "summary",
        "rates",
        "controlled",
        "adverse",
        "cohort",
        "claims",
        "included",
        "limits",
        "methods",
        "provenance",
        "sources",
    ] {
        assert!(
            listed.contains(&format!("#{wanted}").as_str()),
            "no section {wanted}"
        );
    }
}

/// The table whose caption starts so.
fn table(start: &str) -> usize {
    let found = page()
        .named("table")
        .find(|(at, _)| page().children(*at)[0].text.starts_with(start));
    found.unwrap_or_else(|| panic!("no table \"{start}\"")).0
}

#[test]
fn every_pooled_number_leads_to_its_provenance() {
    let (provenance, _) = page().id("provenance").expect("a section");
    for (caption, column) in [
        ("Pooled rates within twelve weeks", "Pooled rate"),
        ("Response and remission against control", "Risk ratio"),
        ("Depression scores against control", "g ["),
        ("Adverse events", "Rate ["),
    ] {
        let table = table(caption);
        let headers: Vec<&str> = page()
            .below(page().below(table, "thead")[0].0, "th")
            .iter()
            .map(|(_, header)| header.text.as_str())
            .collect();
        let at = headers
            .iter()
            .position(|h| h.starts_with(column))
            .expect("the column");
        let body = page().below(table, "tbody")[0].0;
        let rows = page().below(body, "tr");
        assert!(!rows.is_empty(), "{caption}");
        for (row, element) in rows {
            // Numbers are held together by no-break spaces.
            let number = page().children(row)[at].text.replace('\u{a0}', " ");
            if number == "—" || number.is_empty() {
                continue;
            }
            let links = page().below(row, "a");
            let (_, link) = links
                .first()
                .unwrap_or_else(|| panic!("no link: {}", element.text));
            let target = link
                .get("href")
                .and_then(|href| href.strip_prefix('#'))
                .expect("a link");
            let (item, entry) = page().id(target).unwrap_or_else(|| panic!("no #{target}"));
            assert!(page().inside(item, provenance), "{target} is no provenance");
            let printed = number.split(" (").next().expect("a number");
            assert!(
                entry.text.replace('\u{a0}', " ").contains(printed),
                "{target} is about another number than {number}"
            );
            assert!(
                !page().below(item, "li").is_empty(),
                "{target} names no arm"
            );
        }
    }
}

#[test]
fn every_line_of_provenance_names_a_source_that_is_listed() {
    let (provenance, _) = page().id("provenance").expect("a section");
    let (sources, _) = page().id("sources").expect("a section");
    let listed: BTreeSet<&str> = page()
        .below(sources, "li")
        .iter()
        .filter_map(|(_, item)| item.text.strip_prefix('[')?.split(']').next())
        .collect();
    let mut lines = 0;
    for (at, item) in page().below(provenance, "li") {
        if !page().below(at, "li").is_empty() {
            continue;
        }
        lines += 1;
        let text = item.text.trim_end();
        let key = text
            .strip_suffix(']')
            .and_then(|text| text.rsplit('[').next());
        let key = key.unwrap_or_else(|| panic!("no source: {text}"));
        assert!(listed.contains(key), "{key} is not among the sources");
    }
    assert!(lines > 100, "{lines}");
}

#[test]
fn naive_comparisons_carry_their_caution_in_the_figure() {
    // A figure breaks its lines where they fit.
    let joined = |text: &str| text.split_whitespace().collect::<String>();
    let caution = joined("Differences between these rows are not treatment effects.");
    for (at, svg) in page().named("svg") {
        let figure = page()
            .named("figure")
            .find(|(figure, _)| page().inside(at, *figure));
        let id = figure.and_then(|(_, f)| f.get("id")).expect("a figure");
        let naive = id.starts_with("overview-")
            || (id.starts_with("forest-") && !id.ends_with("-rr") && !id.ends_with("-g"));
        if naive {
            assert!(joined(&svg.text).contains(&caution), "{id} has no caution");
        }
    }
}

#[test]
fn no_number_is_missing_its_digits() {
    let (main, _) = page().id("main").expect("main");
    let text = &page().elements[main].text;
    for word in [
        "NaN",
        "inf ",
        "-inf",
        "null",
        "None",
        "Some(",
        "NOT CONVERGED",
        "\u{fffd}",
    ] {
        assert!(!text.contains(word), "\"{word}\" in the page");
    }
}
