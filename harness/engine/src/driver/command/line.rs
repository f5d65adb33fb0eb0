//! Reading lines of bounded length: an adapter that never ends its line must not fill the memory.

use tokio::io::{AsyncBufRead, AsyncBufReadExt};

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line, without its end.
    Whole(Vec<u8>),
    /// A line over the limit, skipped to its end.
    TooLong,
    /// The end of the stream.
    End,
}

/// The next line of at most `limit` bytes.
pub(super) async fn next<R: AsyncBufRead + Unpin>(
    reader: &mut R,
    limit: usize,
) -> std::io::Result<Line> {
    let mut line = Vec::new();
    let mut too_long = false;
    loop {
        let available = reader.fill_buf().await?;
        if available.is_empty() {
            return Ok(if too_long {
                Line::TooLong
            } else if line.is_empty() {
                Line::End
            } else {
                Line::Whole(line)
            });
        }
        let newline = available.iter().position(|byte| *byte == b'\n');
        let taken = newline.unwrap_or(available.len());
        if line.len() + taken > limit {
            too_long = true;
            line.clear();
        } else if !too_long {
            line.extend_from_slice(&available[..taken]);
        }
        let consumed = newline.map_or(taken, |at| at + 1);
        reader.consume(consumed);
        if newline.is_some() {
            return Ok(if too_long {
                Line::TooLong
            } else {
                Line::Whole(line)
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_line_over_the_limit_is_skipped_and_the_next_is_read() {
        let text = b"abc\n0123456789\nlast".to_vec();
        // A buffer smaller than the lines makes them arrive in pieces.
        let mut reader = tokio::io::BufReader::with_capacity(2, text.as_slice());
        assert_eq!(
            next(&mut reader, 4).await.unwrap(),
            Line::Whole(b"abc".to_vec())
        );
        assert_eq!(next(&mut reader, 4).await.unwrap(), Line::TooLong);
        assert_eq!(
            next(&mut reader, 4).await.unwrap(),
            Line::Whole(b"last".to_vec())
        );
        assert_eq!(next(&mut reader, 4).await.unwrap(), Line::End);
    }
}
