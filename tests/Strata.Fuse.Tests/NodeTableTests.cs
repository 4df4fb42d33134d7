using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Model")]
public class NodeTableTests
{
    [Fact]
    public void Root_IsThereAndNeverForgotten()
    {
        NodeTable<Node> table = new(new Node());

        Assert.False(table.Forget(NodeId.Root, 1000, out _));

        Assert.True(table.TryGet(NodeId.Root, out _));
        Assert.False(table.TryGet(default, out _));
        Assert.False(table.TryGet(new NodeId(ulong.MaxValue), out _));
    }

    [Fact]
    public void ValueLookedUpTwice_HasOneIdUntilBothAreForgotten()
    {
        NodeTable<Node> table = new(new Node());
        Node node = new();
        table.Retain(node, ref node.Id);
        NodeId first = node.Id;
        table.Retain(node, ref node.Id);

        Assert.Equal(first, node.Id);
        Assert.False(table.Forget(first, 1, out _));
        Assert.True(table.TryGet(first, out Node? found));
        Assert.Same(node, found);
        Assert.True(table.Forget(first, 1, out Node? forgotten));
        Assert.Same(node, forgotten);
        Assert.False(table.TryGet(first, out _));
    }

    [Fact]
    public void SlotUsedAgain_HasTheNextGeneration()
    {
        NodeTable<Node> table = new(new Node());
        Node first = new();
        Node second = new();
        ulong generation = table.Retain(first, ref first.Id);
        table.Forget(first.Id, 1, out _);

        ulong next = table.Retain(second, ref second.Id);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(generation + 1, next);
    }

    [Fact]
    public void ValueForgottenAndFoundAgain_DoesNotKeepAnIdThatIsAnothersNow()
    {
        NodeTable<Node> table = new(new Node());
        Node first = new();
        Node second = new();
        table.Retain(first, ref first.Id);
        table.Forget(first.Id, 1, out _);
        table.Retain(second, ref second.Id);

        table.Retain(first, ref first.Id);

        Assert.NotEqual(first.Id, second.Id);
        Assert.True(table.TryGet(second.Id, out Node? found));
        Assert.Same(second, found);
    }

    [Fact]
    public void RenewedValue_IsReachedByBothIdsUntilTheOldOneIsForgotten()
    {
        NodeTable<Node> table = new(new Node());
        Node node = new();
        table.Retain(node, ref node.Id);
        NodeId old = node.Id;

        table.Renew(node, ref node.Id);
        table.Retain(node, ref node.Id);

        Assert.NotEqual(old, node.Id);
        Assert.True(table.TryGet(old, out Node? byOld));
        Assert.True(table.TryGet(node.Id, out Node? byNew));
        Assert.Same(byOld, byNew);
        Assert.True(table.Forget(old, 1, out _));
        Assert.True(table.TryGet(node.Id, out _));
    }

    [Fact]
    public void RandomLookupsAndForgets_AgreeWithACountPerValue()
    {
        var steps = Gen.Choose(0, 599).Zip(Gen.Choose(0, 3)).ListOf(2000);
        Prop.ForAll(steps.ToArbitrary(), static steps =>
        {
            NodeTable<Node> table = new(new Node());
            Node[] values = [.. Enumerable.Range(0, 600).Select(static _ => new Node())];
            ulong[] counts = new ulong[600];
            foreach ((int index, int action) in steps)
            {
                Node value = values[index];
                if (action > 0)
                {
                    table.Retain(value, ref value.Id);
                    counts[index]++;
                }
                else if (counts[index] > 0)
                {
                    ulong some = (counts[index] + 1) / 2;
                    counts[index] -= some;
                    Assert.Equal(counts[index] == 0, table.Forget(value.Id, some, out _));
                }
            }

            Assert.Equal(1 + counts.Count(static count => count > 0), table.Count);
            for (int i = 0; i < values.Length; i++)
            {
                bool found = table.TryGet(values[i].Id, out Node? value) && ReferenceEquals(value, values[i]);
                Assert.Equal(counts[i] > 0, found);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    [Fact]
    public void ManyThreads_LoseNoLookup()
    {
        NodeTable<Node> table = new(new Node());
        Node[] values = [.. Enumerable.Range(0, 1000).Select(static _ => new Node())];

        Parallel.For(0, 8, _ =>
        {
            for (int round = 0; round < 20; round++)
            {
                foreach (Node value in values)
                {
                    table.Retain(value, ref value.Id);
                    Assert.True(table.TryGet(value.Id, out Node? found));
                    Assert.Same(value, found);
                }
            }
        });

        Assert.All(values, value => Assert.True(table.Forget(value.Id, 160, out Node? _)));
        Assert.Equal(1, table.Count);
    }

    private sealed class Node
    {
        public NodeId Id;
    }
}
