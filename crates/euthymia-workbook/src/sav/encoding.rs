//! Which encoding the texts of a file are in.

use super::extension::Extensions;

/// The encoding that the file names, by its name or by the number of a code page.
pub(super) fn label(extensions: &Extensions<'_>) -> Option<String> {
    if let Some(name) = extensions.encoding() {
        return Some(name.to_owned());
    }
    let page = extensions.code_page()?;
    Some(match page {
        874 | 1250..=1258 => format!("windows-{page}"),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        28_592..=28_606 => format!("iso-8859-{}", page - 28_590),
        28_591 => "iso-8859-1".to_owned(),
        65_001 => "utf-8".to_owned(),
        // 2 and 3 say that the bytes are ASCII, with or without an eighth bit of unknown meaning.
        _ => return None,
    })
}
