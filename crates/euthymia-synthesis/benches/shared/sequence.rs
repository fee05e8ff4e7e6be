/// Numbers in [0, 1) from a fixed sequence, the same in every run and in `per_fit_beside_metafor.py`.
pub(crate) fn sequence() -> impl Iterator<Item = f64> {
    let mut state = 20_261_121_u64;
    std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    })
}
