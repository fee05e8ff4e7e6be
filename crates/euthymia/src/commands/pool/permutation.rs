//! The choices of a permutation test.

use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::pool::Plan;

/// A test that needs no distribution.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Permutation test")]
pub(super) struct PermutationArgs {
    /// Test the pooled effect by flipping signs: exact (every arrangement), or a number of draws; all
    /// arrangements are taken where there are no more than that
    #[arg(long, value_name = "exact|DRAWS")]
    permute: Option<String>,
    /// Where the random numbers start; the same seed gives the same answer
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    seed: u64,
}

/// Draws beyond which a test would not end in a day.
const DRAWS_MAX: u64 = 1_000_000_000;

impl PermutationArgs {
    /// What is asked for, if anything.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is neither `exact` nor a number of draws.
    pub(super) fn plan(&self) -> Result<Option<Plan>, AppError> {
        let Some(word) = &self.permute else {
            return Ok(None);
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        if word == "exact" {
            return Ok(Some(Plan {
                threads,
                ..Plan::all()
            }));
        }
        match word.parse::<u64>() {
            Ok(draws) if (1..=DRAWS_MAX).contains(&draws) => Ok(Some(Plan {
                threads,
                ..Plan::sample(draws, self.seed)
            })),
            _ => Err(AppError::Usage(format!(
                "--permute: \"{word}\" is neither exact nor a number of draws from 1 to {DRAWS_MAX}, \
                 such as 10000"
            ))),
        }
    }
}
