//! The SAFE procedure: four phases, each with what must hold at its end.
//!
//! The paper is Boetje & van de Schoot 2024, Systematic Reviews 13, 81. Its abstract and the names
//! of its phases were read; the conditions were not seen in the paper itself, which [`Read`] says
//! of each.

use super::screened::share_of;
use super::{Assumption, Says, Screened, Verdict};

/// The numbers of the procedure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SafeSettings {
    /// Share of all that is screened at random first.
    pub random_share: f64,
    /// Share of all that is screened at least.
    pub least_share: f64,
    /// Irrelevant ones in a row.
    pub run: u64,
    /// How many times the expected number of relevant ones is screened at least.
    pub times_expected: f64,
}

/// What is known beside the order of screening; `None` where it is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SafeInputs {
    /// Those screened at random at the beginning, and how many of them were relevant.
    pub random: Option<(u64, u64)>,
    /// Key papers that were found, and how many there are.
    pub key_papers: Option<(u64, u64)>,
    /// Irrelevant ones in a row since the order was learnt by another model.
    pub other_model: Option<u64>,
    /// Excluded ones in a row that were looked at again and stay excluded.
    pub looked_again: Option<u64>,
}

/// A condition of the procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SafeCheck {
    /// Phase 1: so many were screened at random.
    RandomPart,
    /// Phase 1: among them or since, one relevant and one irrelevant at least.
    OneOfEach,
    /// Phase 2: all key papers were found.
    KeyPapers,
    /// Phase 2: so many times the expected number of relevant ones was screened.
    TimesExpected,
    /// Phase 2: a share of all was screened.
    LeastShare,
    /// Phase 2: so many irrelevant ones in a row.
    Run,
    /// Phase 3: as many in a row with another model.
    OtherModel,
    /// Phase 4: as many excluded ones in a row looked at again.
    LookedAgain,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does.
    Met,
    /// It does not.
    NotMet,
    /// What it needs is not known.
    Unknown,
}

/// Where a condition was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// In what users of the procedure write about it.
    SecondHand,
    /// Nowhere that could be checked.
    Unconfirmed,
}

/// A condition and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SafeItem {
    /// Which.
    pub check: SafeCheck,
    /// Whether it holds.
    pub state: State,
    /// What was reached, if it is known.
    pub reached: Option<f64>,
    /// What is asked for, if it is known.
    pub needed: Option<f64>,
}

/// What the procedure says.
#[derive(Debug, Clone, PartialEq)]
pub struct Safe {
    /// Every condition in order.
    pub items: Vec<SafeItem>,
    /// Stop when all hold.
    pub verdict: Verdict,
}

pub(super) const ASSUMES: &[Assumption] = &[
    Assumption::NoClaim,
    Assumption::RankedEarly,
    Assumption::KeyPapersBeforehand,
    Assumption::ExpectedFromRandom,
];

impl Default for SafeSettings {
    /// 1 % at random, 10 % at least, 50 in a row, twice the expected number.
    fn default() -> Self {
        Self {
            random_share: 0.01,
            least_share: 0.1,
            run: 50,
            times_expected: 2.0,
        }
    }
}

impl SafeCheck {
    /// Its phase, 1 to 4.
    pub fn phase(self) -> u8 {
        match self {
            Self::RandomPart | Self::OneOfEach => 1,
            Self::KeyPapers | Self::TimesExpected | Self::LeastShare | Self::Run => 2,
            Self::OtherModel => 3,
            Self::LookedAgain => 4,
        }
    }

    /// Where it was read.
    pub fn read(self) -> Read {
        match self {
            Self::RandomPart | Self::OtherModel => Read::SecondHand,
            _ => Read::Unconfirmed,
        }
    }
}

impl SafeItem {
    fn new(check: SafeCheck, reached: Option<f64>, needed: Option<f64>) -> Self {
        let state = match (reached, needed) {
            (Some(reached), Some(needed)) if reached >= needed => State::Met,
            (Some(_), Some(_)) => State::NotMet,
            _ => State::Unknown,
        };
        Self {
            check,
            state,
            reached,
            needed,
        }
    }
}

/// Goes through the conditions.
///
/// # Example
/// ```
/// use euthymia_screening::stopping::safe::{SafeInputs, SafeSettings, safe};
/// use euthymia_screening::stopping::{Says, Screened};
/// let mut labels = vec![true, true];
/// labels.extend(vec![false; 60]);
/// let so_far = Screened::new(labels, 400)?;
/// let inputs = SafeInputs {
///     random: Some((20, 1)), // 1 of 20: 20 expected among 400, 40 to be screened
///     key_papers: Some((2, 2)),
///     other_model: Some(50),
///     looked_again: Some(50),
/// };
/// let found = safe(&so_far, inputs, SafeSettings::default());
/// assert_eq!(found.verdict.says, Says::Stop);
/// let unasked = SafeInputs { looked_again: None, ..inputs };
/// assert_eq!(safe(&so_far, unasked, SafeSettings::default()).verdict.says, Says::CannotSay);
/// # Ok::<(), euthymia_screening::stopping::NotScreened>(())
/// ```
pub fn safe(so_far: &Screened, inputs: SafeInputs, settings: SafeSettings) -> Safe {
    let total = so_far.total();
    let share = |share| Some(share_of(share, total) as f64);
    let count = |count: u64| count as f64;
    let run = Some(count(settings.run.max(1)));
    let (relevant, seen) = (so_far.relevant(), so_far.seen());
    let of_each = u64::from(relevant > 0) + u64::from(seen > relevant);
    let expected = inputs.random.filter(|(decided, _)| *decided > 0);
    let expected = expected.map(|(decided, relevant)| {
        settings.times_expected * count(relevant) / count(decided) * count(total)
    });
    let (key_found, key_all) = inputs.key_papers.unzip();
    let random = inputs.random.map(|(decided, _)| count(decided));
    let items = vec![
        SafeItem::new(SafeCheck::RandomPart, random, share(settings.random_share)),
        SafeItem::new(SafeCheck::OneOfEach, Some(count(of_each)), Some(2.0)),
        SafeItem::new(
            SafeCheck::KeyPapers,
            key_found.map(count),
            key_all.map(count),
        ),
        SafeItem::new(SafeCheck::TimesExpected, Some(count(seen)), expected),
        SafeItem::new(
            SafeCheck::LeastShare,
            Some(count(seen)),
            share(settings.least_share),
        ),
        SafeItem::new(SafeCheck::Run, Some(count(so_far.run())), run),
        SafeItem::new(SafeCheck::OtherModel, inputs.other_model.map(count), run),
        SafeItem::new(SafeCheck::LookedAgain, inputs.looked_again.map(count), run),
    ];
    let any = |state| items.iter().any(|item| item.state == state);
    let says = match (any(State::NotMet), any(State::Unknown)) {
        _ if so_far.rest() == 0 => Says::Stop,
        (true, _) => Says::GoOn,
        (false, true) => Says::CannotSay,
        (false, false) => Says::Stop,
    };
    Safe {
        items,
        verdict: Verdict {
            says,
            assumptions: ASSUMES,
        },
    }
}
