//! The squared hinge at its minimum, from products of the texts with each other.

/// A symmetric matrix G that can be multiplied with.
pub(super) trait Products {
    /// Gv.
    fn times(&mut self, v: &[f32]) -> Vec<f32>;
    /// The diagonal of G.
    fn diagonal(&self) -> Vec<f32>;
}

/// A linear system is solved to this share of its right-hand side at most so often.
const STEPS: usize = 100;
/// An active set that has not settled after so many changes is given up.
const CHANGES: usize = 30;
/// β with β = d⁻¹(y − f) where y f < 1 and 0 elsewhere, f = Gβ: the minimum of the squared hinge
/// with diagonal d. `None` when the search was given up.
///
/// # References
/// Chapelle O. Training a support vector machine in the primal. Neural Comput 2007;19:1155–1178.
pub(super) fn solve(
    products: &mut impl Products,
    signs: &[f32],
    diagonal: &[f32],
    mut beta: Vec<f32>,
    tolerance: f32,
) -> Option<Vec<f32>> {
    let mut f = products.times(&beta);
    let mut active = active(signs, &f);
    for _ in 0..CHANGES {
        for (value, is_active) in beta.iter_mut().zip(&active) {
            if !is_active {
                *value = 0.0;
            }
        }
        descend(
            products,
            signs,
            diagonal,
            &active,
            (&mut beta, &mut f),
            tolerance,
        )?;
        let now = self::active(signs, &f);
        if now == active {
            return Some(beta);
        }
        active = now;
    }
    None
}

/// Conjugate gradients for (G + d)β = y over the active texts, scaled by the diagonal.
fn descend(
    products: &mut impl Products,
    signs: &[f32],
    diagonal: &[f32],
    active: &[bool],
    (beta, f): (&mut Vec<f32>, &mut Vec<f32>),
    tolerance: f32,
) -> Option<()> {
    *f = products.times(beta);
    let scale = scales(products, diagonal);
    let mut residual: Vec<f32> = (signs.iter().zip(f.iter()).zip(diagonal.iter().zip(&*beta)))
        .zip(active)
        .map(|(((y, f), (d, b)), is_active)| if *is_active { y - f - d * b } else { 0.0 })
        .collect();
    let mut direction: Vec<f32> = times_each(&residual, &scale);
    let mut size = dot(&residual, &direction);
    for _ in 0..STEPS {
        if residual.iter().all(|own| own.abs() <= tolerance) {
            return Some(());
        }
        let mut image = products.times(&direction);
        let along = image.clone();
        for ((own, (d, v)), is_active) in
            (image.iter_mut().zip(diagonal.iter().zip(&direction))).zip(active)
        {
            *own = if *is_active { *own + d * v } else { 0.0 };
        }
        let step = size / dot(&direction, &image);
        if !step.is_finite() {
            return None;
        }
        add(beta, &direction, step);
        add(f, &along, step);
        add(&mut residual, &image, -step);
        let scaled = times_each(&residual, &scale);
        let now = dot(&residual, &scaled);
        let share = now / size;
        size = now;
        for (own, new) in direction.iter_mut().zip(&scaled) {
            *own = new + share * *own;
        }
    }
    None
}

fn scales(products: &impl Products, diagonal: &[f32]) -> Vec<f32> {
    let own = products.diagonal().into_iter();
    own.zip(diagonal).map(|(own, d)| 1.0 / (own + d)).collect()
}

/// Which texts cost anything: those with a margin below 1.
fn active(signs: &[f32], f: &[f32]) -> Vec<bool> {
    signs.iter().zip(f).map(|(y, f)| y * f < 1.0).collect()
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn times_each(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

fn add(to: &mut [f32], what: &[f32], factor: f32) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += factor * what;
    }
}
