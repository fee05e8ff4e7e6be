//! `d20xx.bin`: lines `TAG = value`, records that begin with `*NEWRECORD`.

use std::io::BufRead;

use super::{Descriptor, MeshError};

/// Reads all headings; records of qualifiers and supplements are passed over.
pub(super) fn read(mut file: impl BufRead) -> Result<Vec<Descriptor>, MeshError> {
    let mut descriptors = Vec::new();
    let mut current: Option<Descriptor> = None;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if file.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_end();
        if line == "*NEWRECORD" {
            finish(&mut descriptors, current.take());
            current = Some(Descriptor::default());
        } else if let (Some(one), Some((tag, value))) = (&mut current, line.split_once(" = ")) {
            take(one, tag.trim(), value.trim());
        }
    }
    finish(&mut descriptors, current);
    Ok(descriptors)
}

fn take(one: &mut Descriptor, tag: &str, value: &str) {
    match tag {
        "MH" => value.clone_into(&mut one.name),
        "UI" => value.clone_into(&mut one.ui),
        "MN" => one.trees.push(value.to_owned()),
        "ENTRY" | "PRINT ENTRY" => {
            let name = value.split('|').next().unwrap_or_default().trim();
            one.entry_terms.push(name.to_owned());
        }
        _ => {}
    }
}

fn finish(descriptors: &mut Vec<Descriptor>, one: Option<Descriptor>) {
    descriptors.extend(one.filter(|one| !one.name.is_empty()));
}
