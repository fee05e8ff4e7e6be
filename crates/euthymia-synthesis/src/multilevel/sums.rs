//! What the likelihood of every block adds to: a log-determinant and a matrix of products.

use euthymia_numerics::sum::Compensated;

/// ln |M| and Z′M⁻¹Z, with Z the columns of the design and of the estimates, side by side.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// ln |M|.
    pub(super) ln_determinant: f64,
    /// The lower triangle of Z′M⁻¹Z, row by row.
    pub(super) products: Vec<f64>,
}

impl Sums {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            ln_determinant: 0.0,
            products: vec![0.0; columns * (columns + 1) / 2],
        }
    }

    /// Makes it empty again.
    pub(super) fn clear(&mut self) {
        self.ln_determinant = 0.0;
        self.products.fill(0.0);
    }

    /// Adds weight · zz′.
    pub(super) fn add_square(&mut self, weight: f64, z: &[f64]) {
        let mut at = 0;
        for (i, a) in z.iter().enumerate() {
            let scaled = weight * a;
            let row = &mut self.products[at..=at + i];
            for (product, b) in row.iter_mut().zip(z) {
                *product += scaled * b;
            }
            at += i + 1;
        }
    }
}

/// The sum over blocks, with what rounding takes kept.
#[derive(Clone, Debug)]
pub(super) struct Total {
    ln_determinant: Compensated,
    products: Vec<Compensated>,
}

impl Total {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            ln_determinant: Compensated::default(),
            products: vec![Compensated::default(); columns * (columns + 1) / 2],
        }
    }

    pub(super) fn add(&mut self, sums: &Sums) {
        self.ln_determinant.add(sums.ln_determinant);
        for (total, product) in self.products.iter_mut().zip(&sums.products) {
            total.add(*product);
        }
    }

    pub(super) fn sums(&self) -> Sums {
        Sums {
            ln_determinant: self.ln_determinant.value(),
            products: self.products.iter().map(|p| p.value()).collect(),
        }
    }
}
