//! How soon the relevant ones among some texts were found.

/// The ranks at which relevant texts were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovery {
    texts: usize,
    ranks: Vec<usize>,
}

impl Discovery {
    /// `ranks` counts from 1 and has one entry for each relevant text among `texts`. `None` where
    /// there is none, a rank is 0, larger than `texts` or there twice.
    ///
    /// # Example
    /// ```
    /// use euthymia_screening::Discovery;
    /// // 10 texts; the relevant ones were the first, the second and the fifth.
    /// let found = Discovery::of(10, vec![1, 2, 5]).unwrap();
    /// assert_eq!(found.read_for(1.0), 5);
    /// assert!((found.work_saved(1.0) - 0.5).abs() < 1e-12);
    /// assert!((found.recall_after(0.2) - 2.0 / 3.0).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn of(texts: usize, mut ranks: Vec<usize>) -> Option<Self> {
        ranks.sort_unstable();
        let is_sound = ranks.first()? > &0
            && ranks.last()? <= &texts
            && ranks.windows(2).all(|pair| pair.first() < pair.last());
        is_sound.then_some(Self { texts, ranks })
    }

    /// Texts.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.texts
    }

    /// Ranks of the relevant texts, rising.
    #[must_use]
    pub fn ranks(&self) -> &[usize] {
        &self.ranks
    }

    /// Texts that are read until at least a share of the relevant ones is found, 0 to 1; 0 for none.
    #[must_use]
    pub fn read_for(&self, recall: f64) -> usize {
        // A share such as 0.95 of 20 is 19, whatever the last bit of the product says.
        let wanted = (recall * self.ranks.len() as f64 - 1e-9).ceil().max(0.0) as usize;
        let last = wanted.min(self.ranks.len()).checked_sub(1);
        last.and_then(|last| self.ranks.get(last).copied())
            .unwrap_or(0)
    }

    /// Share of the relevant texts among the first `read`.
    #[must_use]
    pub fn recall(&self, read: usize) -> f64 {
        let found = self.ranks.partition_point(|&rank| rank <= read);
        found as f64 / self.ranks.len() as f64
    }

    /// Texts in a share of all, rounded down.
    fn part(&self, share: f64) -> usize {
        (share * self.texts as f64 + 1e-9).floor().max(0.0) as usize
    }

    /// RRF: share of the relevant texts found after a share of all texts was read.
    #[must_use]
    pub fn recall_after(&self, share: f64) -> f64 {
        self.recall(self.part(share))
    }

    /// ERF: how much larger [`Self::recall_after`] is than in random order, on average.
    #[must_use]
    pub fn extra_after(&self, share: f64) -> f64 {
        self.recall_after(share) - share
    }

    /// WSS: share of all texts that need not be read to reach a recall, less 1 − recall, which
    /// reading in random order would save.
    ///
    /// # References
    /// Cohen AM, Hersh WR, Peterson K, Yen PY. J Am Med Inform Assoc 2006;13:206–219.
    #[must_use]
    pub fn work_saved(&self, recall: f64) -> f64 {
        recall - self.read_for(recall) as f64 / self.texts as f64
    }

    /// ATD: mean rank of the relevant texts, as a share of all texts.
    ///
    /// # References
    /// Ferdinands G, Schram R, de Bruin J, et al. Syst Rev 2023;12:100.
    #[must_use]
    pub fn time_to_discovery(&self) -> f64 {
        let sum: usize = self.ranks.iter().sum();
        sum as f64 / self.ranks.len() as f64 / self.texts as f64
    }

    /// How far the curve of recall falls short of the best order, from 0 (best) to 1 (worst); `None`
    /// where every text is relevant.
    ///
    /// With K of N relevant the area under the curve is between K(K + 1)/2 and K(N − (K − 1)/2).
    #[must_use]
    pub fn loss(&self) -> Option<f64> {
        let (all, relevant) = (self.texts as f64, self.ranks.len() as f64);
        let rest = all - relevant;
        if rest <= 0.0 {
            return None;
        }
        let sum: usize = self.ranks.iter().sum();
        let late = sum as f64 - relevant * (relevant + 1.0) / 2.0;
        Some(late / (relevant * rest))
    }
}
