//! What the values of a Parquet column mean.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;

/// The meaning of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What the physical type says: truth value, whole number, floating point number or text.
    Plain,
    /// A whole number without a sign.
    Unsigned,
    /// Days since 1970.
    Day,
    /// Time of day; nanoseconds per unit.
    Clock { nanos: i64 },
    /// Time since 1970; nanoseconds per unit.
    Moment { nanos: i64 },
    /// A whole number to be divided by ten to this power.
    Decimal { scale: u32 },
}

/// The meaning of a column; the name of its type when it is no plain value.
pub(super) fn of(column: &ColumnDescriptor) -> Result<Kind, String> {
    if column.max_rep_level() > 0 || column.path().parts().len() > 1 {
        return Err("lists or records".to_owned());
    }
    let physical = column.physical_type();
    let decimal = |scale: i32| match u32::try_from(scale) {
        Ok(scale) if scale <= 38 => Ok(Kind::Decimal { scale }),
        _ => Err(format!("decimals of scale {scale}")),
    };
    if let Some(logical) = column.logical_type_ref() {
        return match logical {
            LogicalType::String | LogicalType::Enum | LogicalType::Json | LogicalType::Unknown => {
                Ok(Kind::Plain)
            }
            LogicalType::Integer(integer) if integer.is_signed => Ok(Kind::Plain),
            LogicalType::Integer(_) => Ok(Kind::Unsigned),
            LogicalType::Date => Ok(Kind::Day),
            LogicalType::Time(time) => Ok(Kind::Clock {
                nanos: nanos(&time.unit),
            }),
            LogicalType::Timestamp(stamp) => Ok(Kind::Moment {
                nanos: nanos(&stamp.unit),
            }),
            LogicalType::Decimal(is) => decimal(is.scale),
            other => Err(format!("values of type {other:?}")),
        };
    }
    match column.converted_type() {
        ConvertedType::NONE if physical == Type::FIXED_LEN_BYTE_ARRAY => {
            Err("bytes of a fixed length".to_owned())
        }
        ConvertedType::DATE => Ok(Kind::Day),
        ConvertedType::DECIMAL => decimal(column.type_scale()),
        ConvertedType::TIME_MILLIS => Ok(Kind::Clock { nanos: 1_000_000 }),
        ConvertedType::TIME_MICROS => Ok(Kind::Clock { nanos: 1_000 }),
        ConvertedType::TIMESTAMP_MILLIS => Ok(Kind::Moment { nanos: 1_000_000 }),
        ConvertedType::TIMESTAMP_MICROS => Ok(Kind::Moment { nanos: 1_000 }),
        ConvertedType::UINT_8
        | ConvertedType::UINT_16
        | ConvertedType::UINT_32
        | ConvertedType::UINT_64 => Ok(Kind::Unsigned),
        ConvertedType::LIST | ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE => {
            Err("lists or records".to_owned())
        }
        ConvertedType::INTERVAL | ConvertedType::BSON => {
            Err(format!("values of type {}", column.converted_type()))
        }
        _ => Ok(Kind::Plain),
    }
}

/// Whether a column's moments are given in universal time.
pub(super) fn is_universal(column: &ColumnDescriptor) -> bool {
    matches!(
        column.logical_type_ref(),
        Some(LogicalType::Timestamp(stamp)) if stamp.is_adjusted_to_u_t_c
    )
}

fn nanos(unit: &TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000_000,
        TimeUnit::MICROS => 1_000,
        TimeUnit::NANOS => 1,
    }
}
