//! Packed files, made by hand: gzip and zip with stored blocks, and a bomb.

/// The checksum of gzip and zip, bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            let low = sum & 1;
            sum = (sum >> 1) ^ (0xEDB8_8320 * low);
        }
    }
    !sum
}

fn gzip_of(deflated: &[u8], crc: u32, length: u32) -> Vec<u8> {
    let mut out = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];
    out.extend_from_slice(deflated);
    out.extend_from_slice(&crc.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out
}

/// A gzip file of stored blocks of a hundred bytes.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut blocks = Vec::new();
    for block in bytes.chunks(100) {
        let length = u16::try_from(block.len()).expect("a hundred");
        blocks.push(0);
        blocks.extend_from_slice(&length.to_le_bytes());
        blocks.extend_from_slice(&(!length).to_le_bytes());
        blocks.extend_from_slice(block);
    }
    blocks.extend_from_slice(&[1, 0, 0, 255, 255]);
    let length = u32::try_from(bytes.len()).expect("short");
    gzip_of(&blocks, crc(bytes), length)
}

/// A gzip file of 24 kB that unpacks to 24 MB of one letter.
pub(crate) fn bomb() -> Vec<u8> {
    let mut deflated = vec![
        0xED, 0xC1, 0x81, 0, 0, 0, 0, 0xC3, 0x20, 0xD6, 0xF9, 0x4B, 0x1C, 0xE4, 0x55, 0x01,
    ];
    deflated.resize(4015, 0);
    deflated.extend_from_slice(&[0xF7, 0x06]);
    gzip_of(&deflated, 0xAE59_224B, 4_128_001).repeat(6)
}

/// A zip archive of stored members.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in members {
        let start = u32::try_from(out.len()).expect("short");
        let size = u32::try_from(bytes.len()).expect("short");
        let mut about = vec![20, 0, 0, 0, 0, 0, 0, 0, 33, 0];
        about.extend_from_slice(&crc(bytes).to_le_bytes());
        about.extend_from_slice(&size.to_le_bytes());
        about.extend_from_slice(&size.to_le_bytes());
        let length = u16::try_from(name.len()).expect("short");
        about.extend_from_slice(&length.to_le_bytes());
        about.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&about);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(bytes);
        list.extend_from_slice(b"PK\x01\x02\x14\x00");
        list.extend_from_slice(&about);
        list.extend_from_slice(&[0; 10]);
        list.extend_from_slice(&start.to_le_bytes());
        list.extend_from_slice(name.as_bytes());
    }
    let start = u32::try_from(out.len()).expect("short");
    let size = u32::try_from(list.len()).expect("short");
    let count = u16::try_from(members.len()).expect("few");
    out.extend_from_slice(&list);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}
