//! Numbers as IBM mainframes wrote them: a sign, a power of sixteen, a fraction of up to 56 bits.

/// What a numeric field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Value(f64),
    /// The ordinary missing value, a point.
    Missing,
    /// A missing value with a letter or an underscore.
    Special,
}

/// Reads a field of up to eight bytes; what a shorter one leaves out is zero.
pub(super) fn of(field: &[u8]) -> Number {
    let Some((first, fraction)) = field.split_first() else {
        return Number::Missing;
    };
    if fraction.iter().all(|byte| *byte == 0) {
        match first {
            b'.' => return Number::Missing,
            b'_' | b'A'..=b'Z' => return Number::Special,
            _ => {}
        }
    }
    let shifted = fraction.iter().take(7).enumerate();
    let mantissa = shifted.fold(0_u64, |sum, (position, byte)| {
        sum | u64::from(*byte) << (48 - 8 * position)
    });
    let power = i32::from(first & 0x7F) - 64;
    // Powers of two between 2⁻³¹² and 2¹⁹⁶ are exact.
    let size = mantissa as f64 * 2f64.powi(4 * (power - 14));
    Number::Value(if first & 0x80 == 0 { size } else { -size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byhand_numbers_of_the_format() {
        // 1 = 16¹ · 1/16; 2.5 = 16¹ · 0x28/0x100; −118.625 = −16² · 0.76A₁₆.
        for (bytes, value) in [
            (&[0x41, 0x10, 0, 0, 0, 0, 0, 0][..], 1.0),
            (&[0x41, 0x28, 0][..], 2.5),
            (&[0xC2, 0x76, 0xA0, 0, 0, 0, 0, 0][..], -118.625),
            (&[0, 0, 0, 0, 0, 0, 0, 0][..], 0.0),
            (&[0x40, 0x19, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A][..], 0.1),
        ] {
            assert_eq!(of(bytes), Number::Value(value));
        }
        assert_eq!(of(b".\0\0\0\0\0\0\0"), Number::Missing);
        assert_eq!(of(b"B\0\0\0\0\0\0\0"), Number::Special);
        assert_eq!(of(b"_\0"), Number::Special);
        assert_eq!(of(&[]), Number::Missing);
    }
}
