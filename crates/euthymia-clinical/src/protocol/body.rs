//! Weights, heights and doses: a number is one of them only as its own type.

use crate::tms::quantity::{Kind, QuantityError, quantities};
use std::fmt;

const KG: Kind = Kind {
    what: "a body weight of an adult",
    symbol: "kg",
    example: "70 kg",
    min: 25.0,
    max: 350.0,
    units: &[("kg", 1.0), ("lb", 0.453_592_37), ("lbs", 0.453_592_37)],
    unit_words: "kg or lb",
    if_below: "",
};

const CM: Kind = Kind {
    what: "a height of an adult",
    symbol: "cm",
    example: "175 cm",
    min: 100.0,
    max: 250.0,
    units: &[("cm", 1.0), ("m", 100.0), ("in", 2.54)],
    unit_words: "cm, m or in",
    if_below: "; metres and inches are written with their unit",
};

const MG: Kind = Kind {
    what: "a dose",
    symbol: "mg",
    example: "25 mg",
    min: 0.001,
    max: 10_000.0,
    units: &[
        ("mg", 1.0),
        ("g", 1_000.0),
        ("µg", 1e-3),
        ("μg", 1e-3),
        ("mcg", 1e-3),
    ],
    unit_words: "mg, g or µg",
    if_below: "",
};

const MG_PER_KG: Kind = Kind {
    what: "a dose by body weight",
    symbol: "mg/kg",
    example: "0.5 mg/kg",
    min: 0.001,
    max: 50.0,
    units: &[
        ("mg/kg", 1.0),
        ("µg/kg", 1e-3),
        ("μg/kg", 1e-3),
        ("mcg/kg", 1e-3),
    ],
    unit_words: "mg/kg or µg/kg",
    if_below: "",
};

const ML: Kind = Kind {
    what: "a volume of a bag",
    symbol: "mL",
    example: "50 mL",
    min: 1.0,
    max: 5_000.0,
    units: &[("ml", 1.0), ("l", 1_000.0)],
    unit_words: "mL or L",
    if_below: "",
};

quantities! {
    /// Body weight of an adult. Plausible from 25 to 350 kg; the unit must be there, because pounds
    /// are common.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::protocol::body::Kilograms;
    /// assert_eq!(Kilograms::parse("70 kg")?.value(), 70.0);
    /// assert!((Kilograms::parse("154 lb")?.value() - 69.85).abs() < 0.01);
    /// assert!(Kilograms::parse("70").is_err());
    /// assert!(Kilograms::parse("700 kg").is_err());
    /// assert!(Kilograms::parse("-70 kg").is_err());
    /// # Ok::<(), euthymia_clinical::tms::quantity::QuantityError>(())
    /// ```
    Kilograms = KG;

    /// Height of an adult. Plausible from 100 to 250 cm.
    Centimetres = CM;

    /// An amount of a medicine. Not an amount by body weight.
    Milligrams = MG;

    /// A dose by body weight. Not an amount.
    MilligramsPerKilogram = MG_PER_KG;

    /// A volume, of 1 to 5000 mL.
    Millilitres = ML;
}

impl Milligrams {
    /// An amount that was worked out from checked ones.
    pub(crate) fn worked_out(value: f64) -> Self {
        Self(value)
    }
}
