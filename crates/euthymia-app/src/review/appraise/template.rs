//! A file of answers to fill in.

use euthymia_appraisal::{Domain, Tool};
use std::fmt::Write as _;

/// A TOML file with every question of a tool as a comment and an empty answer below it.
///
/// # Example
/// ```
/// let tool = euthymia_app::review::tool("rob2").unwrap();
/// let text = euthymia_app::review::answers_template(tool);
/// assert!(text.contains("\"1.1\" = { answer = \"\", support = \"\" }"));
/// ```
#[must_use]
pub fn answers_template(tool: &Tool) -> String {
    let mut text = String::new();
    let _ = write!(
        text,
        "# {}\n# {}\n# {}\n# {}\n",
        tool.name, tool.about, tool.citation, tool.licence
    );
    for note in &tool.notes {
        let _ = writeln!(text, "# {note}");
    }
    let short = |word: &euthymia_appraisal::AnswerWord| format!("{} {}", word.short, word.id);
    let words: Vec<String> = tool.answers.iter().map(short).collect();
    let _ = write!(
        text,
        "# An empty answer is none. Answers, short or long: {}\n\ntool = \"{}\"\nversion = \"{}\"\n\n[answers]\n",
        words.join(", "),
        tool.id,
        tool.version
    );
    for domain in &tool.domains {
        questions(&mut text, tool, domain);
    }
    judgements(&mut text, tool);
    text
}

fn questions(text: &mut String, tool: &Tool, domain: &Domain) {
    let _ = writeln!(text, "\n# Domain {}: {}", domain.id, domain.name);
    for question in &domain.questions {
        let _ = writeln!(text, "# {} {}", question.id, question.text);
        if let Some(help) = &question.help {
            let _ = writeln!(text, "#     {help}");
        }
        if let Some(asked) = &question.asked_when {
            let _ = writeln!(text, "#     Asked when {asked}.");
        }
        for (answer, meaning) in &question.means {
            let _ = writeln!(text, "#     {answer}: {meaning}");
        }
        let words = question.answers.iter().filter_map(|id| tool.answer(id));
        let short: Vec<&str> = words.map(|own| own.short.as_str()).collect();
        let _ = writeln!(text, "#     {}", short.join(", "));
        let _ = writeln!(
            text,
            "\"{}\" = {{ answer = \"\", support = \"\" }}",
            question.id
        );
    }
}

fn judgements(text: &mut String, tool: &Tool) {
    let words: Vec<&str> = tool.judgements.iter().map(|own| own.id.as_str()).collect();
    let _ = write!(
        text,
        "\n[judgements]\n# Only where you judge otherwise than the answers lead to, or where a person judges.\n# Words: {}\n",
        words.join(", ")
    );
    let ids = tool.domains.iter().map(|own| own.id.as_str());
    for id in ids.chain(tool.overall.iter().map(|_| Tool::OVERALL)) {
        let _ = writeln!(text, "# \"{id}\" = {{ judgement = \"\", why = \"\" }}");
    }
}
