//! Files and folders that are on the disk when a function returns.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

/// Writes a file that must not be there yet.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    sync_folder_of(path)
}

/// A new file beside another one: `stem` and the first number that is free.
pub(crate) fn new_numbered(beside: &Path, stem: &str) -> io::Result<(File, String)> {
    let mut number = 1_u32;
    loop {
        let name = format!("{stem}{number}");
        let path = beside.with_file_name(&name);
        match OpenOptions::new().write(true).create_new(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            file => return file.map(|file| (file, name)),
        }
    }
}

/// Waits until the names in the folder of a file are on the disk.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync_folder)
}

/// Waits until the names in a folder are on the disk, where the system can do that.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let path = match path.as_os_str().is_empty() {
        true => Path::new("."),
        false => path,
    };
    match cfg!(unix) {
        true => File::open(path)?.sync_all(),
        false => fs::metadata(path).map(drop),
    }
}

/// Copies, and returns the SHA-256 of what was copied.
pub(crate) fn copy_hashed(from: &mut impl Read, mut to: impl Write) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = match from.read(&mut buffer) {
            Ok(0) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            length => length?,
        };
        let part = buffer.get(..length).unwrap_or_default();
        hash.update(part);
        to.write_all(part)?;
    }
    Ok(hash.finalize().into())
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// As hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
