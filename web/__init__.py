"""What every HTTP answer shares: who may ask, headers, words, errors, files a browser keeps."""
