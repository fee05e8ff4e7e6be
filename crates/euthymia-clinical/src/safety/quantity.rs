//! What is measured in a session, with units, and the values that cannot be.

crate::words! {
    /// A quantity measured before, during or after a dose.
    Quantity {
        /// Systolic blood pressure, mmHg.
        Systolic = "systolic", "systolic pressure";
        /// Diastolic blood pressure, mmHg.
        Diastolic = "diastolic", "diastolic pressure";
        /// Pulse, beats a minute.
        Pulse = "pulse", "pulse";
        /// Oxygen saturation, per cent.
        Spo2 = "spo2", "oxygen saturation";
        /// Sedation on the MOAA/S, 0 to 5; 5 is alert.
        Moaas = "moaas", "MOAA/S";
        /// Dissociation on the CADSS, 0 to 92.
        Cadss = "cadss", "CADSS";
        /// Body temperature, degrees Celsius.
        Temperature = "temperature", "temperature";
    }
}

/// A value that is not a measurement of its quantity.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("expected {quantity} {range}")]
pub struct Implausible {
    /// What was to be measured.
    pub quantity: Quantity,
    /// The range in words, with the unit.
    pub range: String,
    /// What it may be, and what to write.
    pub help: String,
}

impl Quantity {
    /// The unit, for people.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Systolic | Self::Diastolic => "mmHg",
            Self::Pulse => "/min",
            Self::Spo2 => "%",
            Self::Moaas | Self::Cadss => "points",
            Self::Temperature => "°C",
        }
    }

    /// Smallest and largest value that is taken as measured. Wide on purpose: what is outside is a
    /// slip or another unit, not a patient.
    #[must_use]
    pub fn range(self) -> (f64, f64) {
        match self {
            Self::Systolic => (40.0, 300.0),
            Self::Diastolic => (20.0, 200.0),
            Self::Pulse => (20.0, 300.0),
            Self::Spo2 => (50.0, 100.0),
            Self::Moaas => (0.0, 5.0),
            Self::Cadss => (0.0, 92.0),
            Self::Temperature => (30.0, 43.0),
        }
    }

    fn is_whole(self) -> bool {
        matches!(self, Self::Moaas | Self::Cadss)
    }

    /// Takes a number in the quantity's own unit.
    ///
    /// # Errors
    /// [`Implausible`], with the unit it may have been meant in.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::safety::quantity::Quantity;
    /// assert_eq!(Quantity::Spo2.take(97.0), Ok(97.0));
    /// let share = Quantity::Spo2.take(0.97).unwrap_err();
    /// assert!(share.help.contains("write 97"));
    /// assert!(Quantity::Temperature.take(98.0).unwrap_err().help.contains("36.7"));
    /// ```
    pub fn take(self, value: f64) -> Result<f64, Implausible> {
        let (low, high) = self.range();
        let whole = !self.is_whole() || value.fract() == 0.0;
        if (low..=high).contains(&value) && whole {
            return Ok(value);
        }
        let kind = if self.is_whole() {
            "a whole number "
        } else {
            ""
        };
        Err(Implausible {
            quantity: self,
            range: format!("{kind}from {low} to {high} {}", self.unit()),
            help: self.meant(value),
        })
    }

    /// Reads a number with or without its unit. A stated unit is converted: °F, kPa, and a share of
    /// one is refused rather than guessed. A decimal comma is understood.
    ///
    /// # Errors
    /// [`Implausible`] for what is no number, another unit, or out of range.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::safety::quantity::Quantity;
    /// assert_eq!(Quantity::Temperature.parse("36,6"), Ok(36.6));
    /// assert_eq!(Quantity::Temperature.parse("98.6 °F"), Ok(37.0));
    /// assert_eq!(Quantity::Systolic.parse("16 kPa"), Ok(120.0));
    /// assert!(Quantity::Systolic.parse("120/80").is_err());
    /// ```
    pub fn parse(self, text: &str) -> Result<f64, Implausible> {
        let text = text.trim();
        let end = text
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+')))
            .unwrap_or(text.len());
        let (digits, unit) = text.split_at(end);
        let Ok(number) = digits.replace(',', ".").parse::<f64>() else {
            return Err(self.unreadable(if text.contains('/') {
                "Write systolic and diastolic pressure as two numbers."
            } else {
                "Write digits, or leave it out where it was not measured."
            }));
        };
        let unit = unit.trim().trim_start_matches('°').to_lowercase();
        let factor = match (self, unit.as_str()) {
            (_, "") => return self.take(number),
            (Self::Systolic | Self::Diastolic, "mmhg")
            | (Self::Pulse, "/min" | "bpm" | "1/min")
            | (Self::Spo2, "%")
            | (Self::Moaas | Self::Cadss, "points")
            | (Self::Temperature, "c") => return self.take(number),
            (Self::Systolic | Self::Diastolic, "kpa") => number * MMHG_PER_KPA,
            (Self::Temperature, "f") => celsius(number),
            (Self::Systolic | Self::Diastolic, unit) if unit.starts_with('/') => {
                return Err(
                    self.unreadable("Write systolic and diastolic pressure as two numbers.")
                );
            }
            _ => {
                let help = format!("Write it in {}; the unit may be left out.", self.unit());
                return Err(self.unreadable(&help));
            }
        };
        self.take((factor * 10.0).round() / 10.0)
    }

    fn unreadable(self, help: &str) -> Implausible {
        let (low, high) = self.range();
        Implausible {
            quantity: self,
            range: format!("from {low} to {high} {}", self.unit()),
            help: help.to_owned(),
        }
    }

    /// What a value out of range may have been meant as.
    fn meant(self, value: f64) -> String {
        match self {
            Self::Spo2 if value > 0.0 && value <= 1.0 => format!(
                "{value} looks like a share; write {} for per cent.",
                (value * 1000.0).round() / 10.0
            ),
            Self::Systolic | Self::Diastolic if (3.0..40.0).contains(&value) => format!(
                "{value} may be kPa, which is {:.0} mmHg; write \"{value} kPa\" or mmHg.",
                value * MMHG_PER_KPA
            ),
            Self::Temperature if (86.0..=110.0).contains(&value) => format!(
                "{value} looks like Fahrenheit, which is {:.1} °C; write \"{value} F\" or °C.",
                celsius(value)
            ),
            Self::Pulse if (0.3..5.0).contains(&value) => format!(
                "{value} may be beats a second, which is {:.0} a minute.",
                value * 60.0
            ),
            _ => "Correct it, or leave it out where it was not measured.".to_owned(),
        }
    }
}

/// mmHg in a kilopascal.
const MMHG_PER_KPA: f64 = 7.500_616_827;

fn celsius(fahrenheit: f64) -> f64 {
    (fahrenheit - 32.0) / 1.8
}
