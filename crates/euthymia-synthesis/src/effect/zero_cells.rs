//! What is done about a zero cell, said out loud.

/// Which tables get the continuity correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Tables with at least one zero cell (`to = "only0"` in metafor).
    AnyZero,
    /// Only tables whose estimate or variance does not exist without it.
    Undefined,
    /// Every table, as soon as one of them has a zero cell (`to = "if0all"`).
    AllIfAny,
    /// Every table (`to = "all"`).
    All,
    /// None: tables that need one have no estimate and are reported so (`to = "none"`).
    Never,
}

/// A continuity correction: how much is added to each cell, and to which tables.
///
/// # References
/// Sweeting MJ, Sutton AJ, Lambert PC. What to add to nothing? Stat Med 2004;23:1351–1375.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ZeroCells {
    /// What each of the cells is increased by; ½ by convention.
    pub amount: f64,
    /// Which tables it applies to.
    pub scope: Scope,
    /// Whether a trial without any event in either group, or with nothing but events, is kept.
    ///
    /// Such a trial says nothing about a risk ratio or an odds ratio (Cochrane Handbook 10.4.4.1);
    /// metafor keeps it by default, R's meta drops it.
    pub keep_uninformative: bool,
}

impl ZeroCells {
    /// ½ to each cell of a table with a zero; uninformative tables left out.
    pub const RATIO: Self = Self {
        amount: 0.5,
        scope: Scope::AnyZero,
        keep_uninformative: false,
    };

    /// ½ to each cell of a table without a variance; nothing left out. For risk differences, which
    /// exist without a correction as long as one group is mixed.
    pub const DIFFERENCE: Self = Self {
        amount: 0.5,
        scope: Scope::Undefined,
        keep_uninformative: true,
    };

    /// ½ to the events and to the others of a group in which all or none had the event.
    pub const PROPORTION: Self = Self {
        amount: 0.5,
        scope: Scope::AnyZero,
        keep_uninformative: true,
    };

    /// What metafor does when nothing is said: ½ to tables with a zero, nothing left out.
    pub const METAFOR: Self = Self {
        amount: 0.5,
        scope: Scope::AnyZero,
        keep_uninformative: true,
    };

    /// Nothing is added and nothing left out. For measures that exist with a zero cell.
    pub const NONE: Self = Self {
        amount: 0.5,
        scope: Scope::Never,
        keep_uninformative: true,
    };

    /// Returns what to add to a table, given what is true of it and of its set.
    #[must_use]
    pub fn addition(&self, has_zero: bool, is_undefined: bool, set_has_zero: bool) -> f64 {
        let applies = match self.scope {
            Scope::AnyZero => has_zero,
            Scope::Undefined => is_undefined,
            Scope::AllIfAny => set_has_zero,
            Scope::All => true,
            Scope::Never => false,
        };
        if applies { self.amount } else { 0.0 }
    }
}
