//! Rust source as the rules see it: without comments and strings, with its functions and tests.
//!
//! Not a parser: enough to count braces and to find words, small enough to trust.

/// Returns the source with the contents of comments, strings and character literals blanked out.
/// Line breaks stay, so that lines keep their numbers.
pub(crate) fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let end = match literal_end(&chars, at) {
            Some(end) => end,
            None => {
                out.push(chars[at]);
                at += 1;
                continue;
            }
        };
        let blank = |c: &char| if *c == '\n' { '\n' } else { ' ' };
        out.extend(chars[at..end].iter().map(blank));
        at = end;
    }
    out
}

/// The end of the comment or literal that starts here, if one does.
fn literal_end(chars: &[char], at: usize) -> Option<usize> {
    let next = chars.get(at + 1).copied();
    match chars[at] {
        '/' if next == Some('/') => {
            let line = chars[at..].iter().position(|c| *c == '\n');
            Some(line.map_or(chars.len(), |offset| at + offset))
        }
        '/' if next == Some('*') => Some(block_comment_end(chars, at)),
        '"' => Some(quoted_end(chars, at, '"')),
        'r' if !joined(chars, at) => raw_string_end(chars, at),
        '\'' if next == Some('\\') || chars.get(at + 2) == Some(&'\'') => {
            Some(quoted_end(chars, at, '\''))
        }
        _ => None,
    }
}

/// True when the character continues a word, as the `r` in `br"…"` does not but that in `var` does.
fn joined(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|i| chars[i]);
    before.is_some_and(|c| (c.is_alphanumeric() || c == '_') && c != 'b')
}

fn block_comment_end(chars: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0, start);
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn quoted_end(chars: &[char], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

fn raw_string_end(chars: &[char], start: usize) -> Option<usize> {
    let hashes = chars[start + 1..].iter().take_while(|c| **c == '#').count();
    let open = start + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let closes = |at: &usize| {
        chars[*at] == '"'
            && chars[at + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes
    };
    Some(
        (open + 1..chars.len())
            .find(closes)
            .map_or(chars.len(), |at| at + 1 + hashes),
    )
}

/// A function in a source file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// First line, counted from one.
    pub(crate) line: usize,
    /// Lines from `fn` to the closing brace.
    pub(crate) lines: usize,
}

/// The functions with a body in source that went through [`code_only`].
pub(crate) fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let starts_word = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let name: String = code[at + 3..].chars().take_while(|c| is_word(*c)).collect();
        if !starts_word || name.is_empty() {
            continue;
        }
        if let Some(end) = body_end(code, at) {
            let line = 1 + code[..at].matches('\n').count();
            let lines = 1 + code[at..end].matches('\n').count();
            found.push(Function { name, line, lines });
        }
    }
    found
}

pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The end of the braces that open after `start`; `None` when a semicolon comes first, as in a
/// trait's signature.
fn body_end(code: &str, start: usize) -> Option<usize> {
    let mut nesting = 0_i32;
    for (offset, c) in code[start..].char_indices() {
        match c {
            '(' | '[' => nesting += 1,
            ')' | ']' => nesting -= 1,
            ';' if nesting == 0 => return None,
            '{' if nesting == 0 => return braces_end(code, start + offset),
            _ => {}
        }
    }
    None
}

fn braces_end(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (offset, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(open + offset + 1);
        }
    }
    None
}

/// Blanks out everything under `#[cfg(test)]` in source that went through [`code_only`].
pub(crate) fn without_tests(code: &str) -> String {
    let mut out = code.to_owned();
    while let Some(start) = out.find("#[cfg(test)]") {
        let end =
            body_end(&out, start + "#[cfg(test)]".len()).unwrap_or(start + "#[cfg(test)]".len());
        let blank: String = out[start..end]
            .chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect();
        out.replace_range(start..end, &blank);
    }
    out
}

/// True for files that hold only tests, benchmarks or examples.
pub(crate) fn is_test_path(path: &str) -> bool {
    let in_folder = ["/tests/", "/benches/", "/examples/"]
        .iter()
        .any(|f| path.contains(f));
    in_folder || path.ends_with("/tests.rs")
}

#[test]
fn comments_and_literals_are_blanked_and_lines_stay() {
    let source = "let a = \"fn x() {\"; // fn y() {\nlet b = '{'; /* { /* { */ \n */ let c: &'a str = r#\"\"{\"#;";
    let code = code_only(source);
    assert!(!code.contains('{'), "{code}");
    assert_eq!(code.matches('\n').count(), 2);
    assert!(
        code.contains("let c: &'a str ="),
        "a lifetime is not a character: {code}"
    );
}

#[test]
fn functions_are_found_with_their_length() {
    let code = "fn one() { }\ntrait T { fn none(&self); }\nfn three(a: [u8; 2])\n{\n}\n";
    let found: Vec<(String, usize, usize)> = functions(code)
        .into_iter()
        .map(|f| (f.name, f.line, f.lines))
        .collect();
    assert_eq!(
        found,
        [("one".to_owned(), 1, 1), ("three".to_owned(), 3, 3)]
    );
}

#[test]
fn test_modules_are_blanked() {
    let code = without_tests("fn a() {}\n#[cfg(test)]\nmod tests { fn b() { } }\nfn c() {}");
    let names: Vec<String> = functions(&code).into_iter().map(|f| f.name).collect();
    assert_eq!(names, ["a", "c"]);
}
