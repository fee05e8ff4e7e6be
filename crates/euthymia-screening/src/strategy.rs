//! Which text is to be read next, given scores.

use euthymia_numerics::random::Random;

/// Which text is read next.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Strategy {
    /// The likeliest one.
    #[default]
    Likeliest,
    /// The one that the model is least sure of.
    Uncertain,
    /// The likeliest one, but with this probability (0 to 1) any one at random.
    Mixed(f64),
}

impl Strategy {
    /// Texts in the order in which they are to be read. `even` is the score of a text that is as
    /// likely included as not; equal scores keep their order. What is drawn depends on the seed and
    /// on `decided`, the number of decisions, alone.
    #[must_use]
    pub fn order(
        self,
        mut scored: Vec<(usize, f64)>,
        even: f64,
        (seed, decided): (u64, usize),
    ) -> Vec<usize> {
        match self {
            Self::Likeliest | Self::Mixed(_) => scored.sort_by(|a, b| b.1.total_cmp(&a.1)),
            Self::Uncertain => {
                let far = |score: f64| (score - even).abs();
                scored.sort_by(|a, b| far(a.1).total_cmp(&far(b.1)));
            }
        }
        let order: Vec<usize> = scored.into_iter().map(|(place, _)| place).collect();
        match self {
            Self::Mixed(share) => mixed(&order, share, &mut Random::new(seed, decided as u64)),
            Self::Likeliest | Self::Uncertain => order,
        }
    }
}

/// The order with some of its texts, drawn at random, put forward.
fn mixed(order: &[usize], share: f64, random: &mut Random) -> Vec<usize> {
    let mut drawn: Vec<usize> = (0..order.len()).collect();
    random.shuffle(&mut drawn);
    let mut is_taken = vec![false; order.len()];
    let (mut any, mut best) = (drawn.into_iter(), 0..order.len());
    let mut out = Vec::with_capacity(order.len());
    while out.len() < order.len() {
        let is_free = |place: &usize| is_taken.get(*place) == Some(&false);
        let found = match random.unit() < share {
            true => any.find(is_free),
            false => best.find(is_free),
        };
        let Some(place) = found else { continue };
        if let Some(taken) = is_taken.get_mut(place) {
            *taken = true;
        }
        out.extend(order.get(place));
    }
    out
}
