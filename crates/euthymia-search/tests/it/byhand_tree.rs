//! Trees made by hand.

use euthymia_search::query::{Expr, Part, Term, Wildcard, Word};

fn term(text: &str) -> Expr {
    Expr::Term(Term::text(text).unwrap())
}

#[test]
fn lists_of_one_operator_are_one_list() {
    let three = term("a").or(term("b")).or(term("c"));
    assert_eq!(three, Expr::Or(vec![term("a"), term("b"), term("c")]));
    let mixed = term("a").or(term("b")).and(term("c"));
    assert_eq!(mixed.children().len(), 2);
}

#[test]
fn a_word_needs_a_character() {
    assert!(Word::new([Part::Wildcard(Wildcard::Any)]).is_none());
    assert!(Word::plain("").is_none());
    assert!(Word::plain("two words").is_none());
    let word = Word::new([Part::Text("de".into()), Part::Text("press".into())]).unwrap();
    assert_eq!(word.as_plain(), Some("depress"));
}
