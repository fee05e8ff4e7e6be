//! XML and JSON of any shape: nothing panics, and no text is dropped in silence.

use euthymia_review::{Context, Format, parse, split};
use proptest::prelude::*;

const XML: &[&str] = &[
    "<PubmedArticle>",
    "</PubmedArticle>",
    "<MedlineCitation>",
    "</MedlineCitation>",
    "<record>",
    "</record>",
    "<Trial>",
    "</Trial>",
    "<clinical_study a='",
    "<a b=\"<",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!DOCTYPE x [",
    "<!ENTITY a \"b\">",
    "]>",
    "<?xml",
    "?>",
    "&amp;",
    "&#x0;",
    "&b;",
    "&",
    "<",
    ">",
    "/>",
    "</",
    "'",
    "\"",
    "\n",
    "é",
    "<ArticleTitle>",
    "<titles><title>",
    "<Author><LastName>x",
];

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "{\"id\":1",
    "\"title\":\"x\"",
    "\"issued\":",
    "\"studies\":[",
    "{\"protocolSection\":{",
    "\"date-parts\":[[2020]]",
    "\n",
    "é",
    "true",
    "1e999",
    " ",
    "\"author\":[{",
];

fn pieces(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    let word =
        prop_oneof![4 => prop::sample::select(words).prop_map(str::to_owned), 1 => "\\PC{0,4}"];
    prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
}

fn read_all(formats: &[Format], text: &str) -> Result<(), TestCaseError> {
    for format in formats {
        let mut end = 0;
        for item in split(*format, text.as_bytes()) {
            let (offset, length) = match &item {
                Ok(piece) => {
                    parse(*format, piece, &Context::default());
                    (piece.offset, piece.text.len())
                }
                Err(broken) => (broken.offset, broken.text.len()),
            };
            prop_assert!(offset >= end, "{format:?}");
            end = offset + length as u64;
            let place = text.get(offset as usize..end as usize);
            let found = item.map_or_else(|broken| broken.text, |piece| piece.text);
            prop_assert_eq!(place, Some(found.as_str()), "{:?}", format);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_input_of_xml(text in pieces(XML)) {
        read_all(&[Format::PubmedXml, Format::EndnoteXml, Format::CtgovXml, Format::IctrpXml], &text)?;
    }

    #[test]
    fn any_input_of_json(text in pieces(JSON)) {
        read_all(&[Format::CslJson, Format::CtgovJson], &text)?;
    }

    #[test]
    fn any_input_of_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for format in Format::ALL {
            for piece in split(*format, bytes.as_slice()).flatten() {
                parse(*format, &piece, &Context::default());
            }
        }
    }
}
