Console.WriteLine("see run-bench.sh");
