using System.Security.Cryptography;
using RedGradient.Data;

namespace RedGradient.Tests.Data;

public sealed class DataDownloaderTests : IDisposable
{
    private static readonly byte[] Images = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 / 7)).ToArray();
    private static readonly byte[] Labels = Enumerable.Range(0, 100).Select(i => (byte)(i % 10)).ToArray();
    private readonly TemporaryFolder folder = new();
    private readonly LocalServer server = new();
    private readonly HttpClient client = new();

    private string Target => folder["data"];

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
        folder.Dispose();
    }

    private CatalogEntry Entry(params string[] mirrors) => new(
        "small",
        "A small set",
        "MIT",
        mirrors.Select(mirror => server.Address + mirror).ToArray(),
        [
            new CatalogFile("images.gz", Images.Length, Sha256: Convert.ToHexString(SHA256.HashData(Images))),
            new CatalogFile("labels.gz", Labels.Length, Md5: "5ddfdedd4b479e3c6fd0e6fab3ad1ead"),
        ]);

    private void ServeAll(string mirror)
    {
        server.Serve(mirror + "images.gz", Images);
        server.Serve(mirror + "labels.gz", Labels);
    }

    private async Task<string> FailureOf(CatalogEntry entry, DataDownloader? downloader = null) =>
        (await Assert.ThrowsAsync<DataDownloadException>(() => (downloader ?? new DataDownloader(client)).GetAsync(entry, Target))).Message;

    [Fact]
    public async Task Files_arrive_whole_with_progress_and_without_temporary_files()
    {
        ServeAll("a/");
        var reports = new Reports();
        var files = await new DataDownloader(client).GetAsync(Entry("a/"), Target, reports);
        Assert.Equal([Path.Combine(Target, "images.gz"), Path.Combine(Target, "labels.gz")], files.Select(file => file.Path));
        Assert.All(files, file => Assert.False(file.WasKept));
        Assert.Equal(Images, File.ReadAllBytes(files[0].Path));
        Assert.Equal(Labels, File.ReadAllBytes(files[1].Path));
        Assert.Equal(2, Directory.GetFiles(Target).Length);
        Assert.Empty(Entry("a/").MissingFrom(Target));
        var ofImages = reports.Seen.Where(report => report.File == "images.gz").ToArray();
        Assert.Equal(new DownloadProgress("images.gz", 0, Images.Length), ofImages[0]);
        Assert.Equal(new DownloadProgress("images.gz", Images.Length, Images.Length), ofImages[^1]);
        Assert.True(ofImages.Zip(ofImages.Skip(1)).All(pair => pair.First.BytesReceived < pair.Second.BytesReceived));
    }

    [Fact]
    public async Task Verified_files_are_kept_and_altered_ones_only_replaced_when_asked()
    {
        ServeAll("a/");
        await new DataDownloader(client).GetAsync(Entry("a/"), Target);
        File.AppendAllText(Path.Combine(Target, "labels.gz"), "!");
        Assert.Equal(["labels.gz"], Entry("a/").MissingFrom(Target).Select(file => file.Name));
        server.Requests.Clear();
        var message = await FailureOf(Entry("a/"));
        Assert.Contains("labels.gz' is there, but is not the catalogue's file: its MD5 is not 5ddfdedd4b479e3c6fd0e6fab3ad1ead. It is kept; ", message);
        Assert.Empty(server.Requests);
        Assert.EndsWith("!", File.ReadAllText(Path.Combine(Target, "labels.gz")), StringComparison.Ordinal);
        var files = await new DataDownloader(client) { Replace = true }.GetAsync(Entry("a/"), Target);
        Assert.Equal([true, false], files.Select(file => file.WasKept));
        Assert.Equal(["/a/labels.gz"], server.Requests);
        Assert.Equal(Labels, File.ReadAllBytes(files[1].Path));
    }

    [Fact]
    public async Task A_missing_address_leaves_nothing()
    {
        var message = await FailureOf(Entry("a/"));
        Assert.Contains("'images.gz' of small could not be downloaded", message);
        Assert.Contains($"{server.Address}a/images.gz: the server answered 404 (Not Found).", message);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_wrong_checksum_leaves_nothing_and_names_both()
    {
        ServeAll("a/");
        server.Serve("a/images.gz", Labels);
        var message = await FailureOf(Entry("a/"));
        Assert.Contains($"the 100 bytes received have the SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Labels))}", message);
        Assert.Contains($"expected is {Convert.ToHexStringLower(SHA256.HashData(Images))}", message);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_wrong_md5_leaves_only_the_file_before_it()
    {
        ServeAll("a/");
        server.Serve("a/labels.gz", [1, 2, 3]);
        Assert.Contains("have the MD5", await FailureOf(Entry("a/")));
        Assert.Equal(["images.gz"], Directory.GetFiles(Target).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200_000)]
    public async Task A_cut_connection_leaves_nothing(int sent)
    {
        server.ServeCut("a/images.gz", Images, sent);
        Assert.Contains($"{server.Address}a/images.gz: the connection failed: ", await FailureOf(Entry("a/")));
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        server.ServeSilence("a/images.gz");
        var downloader = new DataDownloader(client) { SilenceLimit = TimeSpan.FromMilliseconds(200) };
        Assert.Contains("a/images.gz: the server stayed silent for too long.", await FailureOf(Entry("a/"), downloader));
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_server_that_sends_without_end_is_given_up()
    {
        server.Serve("a/images.gz", [.. Images, .. Images, .. Images]);
        Assert.Contains("expected were 300000", await FailureOf(Entry("a/")));
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task The_next_mirror_is_tried_after_any_failure()
    {
        server.Serve("b/images.gz", Labels);
        server.ServeCut("c/images.gz", Images, 1000);
        ServeAll("d/");
        var files = await new DataDownloader(client).GetAsync(Entry("a/", "b/", "c/", "d/"), Target);
        Assert.Equal(Images, File.ReadAllBytes(files[0].Path));
        Assert.Equal(["/a/images.gz", "/b/images.gz", "/c/images.gz", "/d/images.gz"], server.Requests.Take(4));
        Assert.Equal(2, Directory.GetFiles(Target).Length);
    }

    [Fact]
    public async Task Every_mirror_s_failure_is_in_the_message()
    {
        server.ServeCut("b/images.gz", Images, 1000);
        var message = await FailureOf(Entry("a/", "b/"));
        Assert.Contains("a/images.gz: the server answered 404", message);
        Assert.Contains("b/images.gz: the connection failed", message);
        Assert.Contains("no mirror", await FailureOf(Entry()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task A_full_disk_leaves_nothing_and_asks_no_other_mirror(int room)
    {
        ServeAll("a/");
        ServeAll("b/");
        var downloader = new DataDownloader(client) { CreateFile = path => new FullDisk(path, room) };
        var message = await FailureOf(Entry("a/", "b/"), downloader);
        Assert.Contains("could not be written, and nothing was left behind: No space left on device", message);
        Assert.False(Directory.Exists(Target));
        Assert.Equal(["/a/images.gz"], server.Requests);
    }

    [Fact]
    public async Task A_failure_keeps_the_file_that_was_there()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "images.gz"), "old");
        server.ServeCut("a/images.gz", Images, 1000);
        await FailureOf(Entry("a/"), new DataDownloader(client) { Replace = true });
        Assert.Equal("old", File.ReadAllText(Path.Combine(Target, "images.gz")));
        Assert.Single(Directory.GetFiles(Target));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(Target, "a file where the folder should be");
        Assert.Equal($"'{Target}' could not be written, and nothing was left behind: '{Target}' is a file, not a folder.", await FailureOf(Entry("a/")));
        Assert.Equal("a file where the folder should be", File.ReadAllText(Target));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_is_kept()
    {
        Directory.CreateDirectory(Path.Combine(Target, "images.gz"));
        Assert.Contains("images.gz' is no file; it is kept", await FailureOf(Entry("a/"), new DataDownloader(client) { Replace = true }));
    }

    [Fact]
    public async Task Cancelling_leaves_nothing()
    {
        ServeAll("a/");
        using var source = new CancellationTokenSource();
        var reports = new Reports { OnReport = report => { if (report.BytesReceived > 0) source.Cancel(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DataDownloader(client).GetAsync(Entry("a/", "a/"), Target, reports, source.Token));
        Assert.False(Directory.Exists(Target));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DataDownloader(client).GetAsync(Entry("a/"), Target, null, source.Token));
    }

    private sealed class Reports : IProgress<DownloadProgress>
    {
        internal List<DownloadProgress> Seen { get; } = [];

        internal Action<DownloadProgress> OnReport { get; init; } = _ => { };

        public void Report(DownloadProgress value)
        {
            Seen.Add(value);
            OnReport(value);
        }
    }
}
