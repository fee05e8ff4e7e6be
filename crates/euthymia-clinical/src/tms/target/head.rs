//! Three lengths of a head, measured with a tape.

use super::method::targets;
use crate::tms::amount;
use crate::words;

words! {
    /// The unit of a tape.
    LengthUnit {
        /// Centimetres.
        Centimetre = "cm", "cm";
        /// Millimetres.
        Millimetre = "mm", "mm";
        /// Inches.
        Inch = "in", "in";
    }
}

impl LengthUnit {
    fn in_centimetres(self) -> f64 {
        match self {
            Self::Centimetre => 1.0,
            Self::Millimetre => 0.1,
            Self::Inch => 2.54,
        }
    }
}

words! {
    /// Which length.
    Measure {
        /// From tragus to tragus, over the vertex.
        Tragus = "tragus", "tragus to tragus over the vertex";
        /// From nasion to inion, along the midline.
        NasionInion = "nasion_inion", "nasion to inion";
        /// Around the head, at the height of FPz and Oz.
        Circumference = "circumference", "circumference";
    }
}

/// A length that no head has, or a text that is no length.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum HeadError {
    /// Not a number with a unit of length.
    #[error("{measure}: \"{text}\" is not a length; write it like \"36 cm\" or \"14.2 in\"")]
    NotALength {
        /// Which length.
        measure: Measure,
        /// What was read.
        text: String,
    },
    /// A comma that may be the decimal one or separate thousands.
    #[error("{measure}: \"{text}\" can be read in two ways; write the decimal mark as a point")]
    Ambiguous {
        /// Which length.
        measure: Measure,
        /// What was read.
        text: String,
    },
    /// Not the length of a head.
    #[error("{measure}: {centimetres} cm is not plausible, {low} to {high} cm is{hint}")]
    Implausible {
        /// Which length.
        measure: Measure,
        /// The length in centimetres.
        centimetres: f64,
        /// The shortest plausible one.
        low: f64,
        /// The longest.
        high: f64,
        /// What may have been meant.
        hint: String,
    },
}

/// Three plausible lengths, in centimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    tragus: f64,
    nasion_inion: f64,
    circumference: f64,
}

impl Head {
    /// Checks lengths in centimetres.
    ///
    /// # Errors
    /// [`HeadError::Implausible`] with the plausible range, and with the unit it looks like.
    pub fn new(tragus: f64, nasion_inion: f64, circumference: f64) -> Result<Self, HeadError> {
        Ok(Self {
            tragus: checked(Measure::Tragus, tragus)?,
            nasion_inion: checked(Measure::NasionInion, nasion_inion)?,
            circumference: checked(Measure::Circumference, circumference)?,
        })
    }

    /// Reads lengths; a unit behind a number comes before `unit`.
    ///
    /// # Errors
    /// [`HeadError`] for a text that is no length, and as [`Head::new`].
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::tms::target::head::{Head, LengthUnit};
    /// let head = Head::parse("36", "38.0", "60 cm", LengthUnit::Centimetre)?;
    /// assert_eq!(head, Head::new(36.0, 38.0, 60.0)?);
    /// let inches = Head::parse("14.2", "15", "23.6", LengthUnit::Centimetre).unwrap_err();
    /// assert!(inches.to_string().contains("looks like inches"));
    /// assert!(Head::parse("14.2", "15", "23.6", LengthUnit::Inch).is_ok());
    /// # Ok::<(), euthymia_clinical::tms::target::head::HeadError>(())
    /// ```
    pub fn parse(
        tragus: &str,
        nasion_inion: &str,
        circumference: &str,
        unit: LengthUnit,
    ) -> Result<Self, HeadError> {
        Self::new(
            length(Measure::Tragus, tragus, unit)?,
            length(Measure::NasionInion, nasion_inion, unit)?,
            length(Measure::Circumference, circumference, unit)?,
        )
    }

    /// From tragus to tragus over the vertex, in centimetres.
    #[must_use]
    pub fn tragus(self) -> f64 {
        self.tragus
    }

    /// From nasion to inion, in centimetres.
    #[must_use]
    pub fn nasion_inion(self) -> f64 {
        self.nasion_inion
    }

    /// Around the head, in centimetres.
    #[must_use]
    pub fn circumference(self) -> f64 {
        self.circumference
    }

    /// The mean of the two lengths over the vertex.
    #[must_use]
    pub fn mean_over_vertex(self) -> f64 {
        f64::midpoint(self.tragus, self.nasion_inion)
    }
}

fn range(measure: Measure) -> [f64; 2] {
    let plausible = &targets().plausible;
    match measure {
        Measure::Tragus => plausible.tragus,
        Measure::NasionInion => plausible.nasion_inion,
        Measure::Circumference => plausible.circumference,
    }
}

fn checked(measure: Measure, centimetres: f64) -> Result<f64, HeadError> {
    let [low, high] = range(measure);
    if centimetres >= low && centimetres <= high {
        return Ok(centimetres);
    }
    let fits = |unit: &&LengthUnit| {
        let meant = centimetres * unit.in_centimetres();
        meant >= low && meant <= high
    };
    let hint = match LengthUnit::ALL.iter().find(fits) {
        Some(LengthUnit::Inch) => format!(
            "; it looks like inches ({:.1} cm): give the unit in",
            centimetres * 2.54
        ),
        Some(LengthUnit::Millimetre) => "; it looks like millimetres: give the unit mm".to_owned(),
        _ => String::new(),
    };
    Err(HeadError::Implausible {
        measure,
        centimetres,
        low,
        high,
        hint,
    })
}

fn length(measure: Measure, text: &str, unit: LengthUnit) -> Result<f64, HeadError> {
    let shown = || text.trim().to_owned();
    let not_a_length = || HeadError::NotALength {
        measure,
        text: shown(),
    };
    let (number, own) = amount::split(text).map_err(|error| match error {
        amount::AmountError::Ambiguous => HeadError::Ambiguous {
            measure,
            text: shown(),
        },
        amount::AmountError::NotANumber => not_a_length(),
    })?;
    let unit = match own.as_str() {
        "" => unit,
        "cm" => LengthUnit::Centimetre,
        "mm" => LengthUnit::Millimetre,
        "in" | "inch" | "inches" | "\"" | "″" => LengthUnit::Inch,
        _ => return Err(not_a_length()),
    };
    Ok(number * unit.in_centimetres())
}
