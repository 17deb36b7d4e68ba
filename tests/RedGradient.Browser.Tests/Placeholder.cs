namespace RedGradient.Browser.Tests;

public class Placeholder
{
    [Fact]
    public void WriteSample()
    {
        RedGradient.Notebooks.Book.BookWriter.Write(RedGradient.Notebooks.Tests.Book.SampleLesson.Both(), "/tmp/h-book-sample");
    }
}
