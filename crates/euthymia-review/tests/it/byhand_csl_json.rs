//! CSL-JSON, and how JSON is cut.

use euthymia_review::{Broken, Context, Format, Kind, Piece, Record, Role, parse, split};

const FILE: &str = r#"[
  {"id": "a", "type": "article-journal", "title": "Mood [and] {dose}",
   "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van den", "suffix": "Jr"},
              {"literal": "Invented Study Group"}],
   "issued": {"date-parts": [[2020, 3, 4]]}, "container-title": "Journal \"of\" mood",
   "DOI": "10.5555/ABC", "ISSN": "1234-567X", "keyword": "mood; dose", "volume": 12,
   "note": "PMID: 90000001", "call-number": "X 1", "custom": {"ris:M3": ["one", "two"], "mine": {"n": 5}}},
  {"id": "b", "type": "book", "title": "Raw", "issued": {"raw": "in press 2021"}}
]"#;

fn cut(format: Format, text: &str) -> Vec<Result<Piece, Broken>> {
    split(format, text.as_bytes()).collect()
}

fn records(text: &str) -> Vec<Record> {
    cut(Format::CslJson, text)
        .into_iter()
        .map(|piece| {
            let reading = parse(Format::CslJson, &piece.unwrap(), &Context::default());
            reading.record.unwrap()
        })
        .collect()
}

#[test]
fn an_item_is_read_field_by_field() {
    assert_eq!(Format::recognise(FILE), Some(Format::CslJson));
    let found = records(FILE);
    let [first, second] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(first.kind, Kind::JournalArticle);
    assert_eq!(
        first.contributors[0].person.inverted(),
        "van den Berg, Jan, Jr"
    );
    assert_eq!(first.contributors[1].role, Role::Group);
    let date = first.date.as_ref().unwrap();
    assert_eq!(
        (date.year, date.month, date.day),
        (Some(2020), Some(3), Some(4))
    );
    assert_eq!(first.container.as_deref(), Some("Journal \"of\" mood"));
    assert_eq!(first.volume.as_deref(), Some("12"));
    assert_eq!(first.keywords, ["mood", "dose"]);
    let numbers: Vec<_> = first.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(
        numbers,
        ["doi:10.5555/abc", "issn:1234-567X", "pmid:90000001"]
    );
    let kept: Vec<_> = first
        .others
        .iter()
        .map(|other| (other.tag.as_str(), other.value.as_str()))
        .collect();
    assert_eq!(
        kept,
        [
            ("csl:id", "a"),
            ("csl:call-number", "X 1"),
            ("ris:M3", "one"),
            ("ris:M3", "two"),
            ("csl:custom/mine/n", "5"),
        ]
    );
    let raw = second.date.as_ref().unwrap();
    assert_eq!((raw.year, raw.text.as_str()), (Some(2021), "in press 2021"));
}

#[test]
fn one_item_and_a_list_in_an_object_are_cut_too() {
    let one = r#"{"type":"book","title":"One"}"#;
    assert_eq!(records(one).len(), 1);
    let wrapped = format!("{{\"n\":[1,2],\"items\":[{one} , {one}],\"more\":{{\"a\":\"]}}\"}}}}");
    assert_eq!(records(&wrapped).len(), 2);
    assert_eq!(records(&format!("{one}\n{one}\n{one}\n")).len(), 3);
}

#[test]
fn a_broken_item_is_told_and_the_next_is_read() {
    let text = "[\n{\"id\":1,\"title\":\"a\n,\n{\"id\":2,\"author\":[{\"family\":\"X\"}]},\n7,\n\
        {\"id\":3,\"author\":[{\"family\":\"Y\"},\n{\"id\":4,\"title\":\"d\"},\n{\"id\":5,\"ti";
    let found = cut(Format::CslJson, text);
    let told: Vec<_> = found
        .iter()
        .map(|item| match item {
            Ok(piece) => (true, piece.line),
            Err(broken) => (false, broken.line),
        })
        .collect();
    assert_eq!(
        told,
        [
            (false, 2),
            (true, 4),
            (false, 5),
            (false, 6),
            (true, 7),
            (false, 8)
        ]
    );
    for piece in found.into_iter().flatten() {
        assert!(text[piece.offset as usize..].starts_with(&piece.text));
    }
}
