//! The synthesis against closed forms, published examples, metafor, mpmath and its own laws.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::unwrap_used, clippy::panic)]
// Numbers are written as the pages in `reference/byhand` print them, with 17 digits.
#![allow(clippy::excessive_precision)]

mod agrees_with_clubsandwich;
mod agrees_with_escalc;
mod agrees_with_metafor;
mod agrees_with_metafor_5;
mod agrees_with_metafor_5_pairwise;
mod agrees_with_metafor_glmm;
mod agrees_with_metafor_location_scale;
mod agrees_with_metafor_multilevel;
mod agrees_with_metafor_stratified;
mod agrees_with_mpmath;
mod agrees_with_mpmath_bayes;
mod agrees_with_mpmath_glmm;
mod agrees_with_mpmath_olkin_pratt;
mod agrees_with_vgam;
mod agrees_with_metafor_tau2;
mod agrees_with_mpmath;
mod agrees_with_mpmath_tau2;
mod any_input;
mod any_input_effects;
mod byhand_bayes;
mod byhand_clopper_pearson;
mod byhand_effect_sizes;
mod byhand_equal_variance_tau2;
mod byhand_esketamine;
mod byhand_freeman_tukey;
mod byhand_hartung_knapp;
mod byhand_hedges_g;
mod byhand_location_scale;
mod byhand_multilevel_balanced;
mod byhand_prediction_interval;
mod byhand_robust;
mod byhand_two_by_two;
mod byhand_two_study_tau2;
mod cases;
mod covered;
mod escalc_rows;
mod example_feng2019;
mod example_miller1978;
mod example_morris2008;
mod example_normand1999;
mod example_roever2020;
mod example_vanhouwelingen2002;
mod example_viechtbauer2010;
mod glmm_cases;
mod laws_bayes;
mod laws_effect_families;
mod laws_effect_sizes;
mod laws_intervals;
mod laws_location_scale;
mod laws_multilevel;
mod laws_pooling;
mod laws_robust;
mod laws_tau2;
mod multilevel_cases;
mod laws_suspicion;
mod laws_tau2;
mod laws_tau2_methods;
mod published;
mod strategies;
